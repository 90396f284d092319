import * as tf from '@tensorflow/tfjs';
import { batchNormIn } from '../training/batchNormIn';
import { freshLike } from '../training/Trained';
import type { Faults } from './Fault';

/** Draws random numbers once it is told to: what was left in from a test of robustness. */
class Draws extends tf.layers.Layer {
  static className = 'DrawsOfTheBench';
  draws = false;
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [x] = [inputs].flat();
    return this.draws ? tf.tidy(() => tf.add(x!, tf.randomNormal(x!.shape, 0, 3))) : x!.clone();
  }
}

/** What becomes of a model after its training. */
export const ofWeights: Faults = {
  'batchnorm-stats-lost': {
    causes: ['batchnorm-stats-lost'],
    harm: ({ model }) => {
      for (const { movingMean, movingVariance } of batchNormIn(model)) {
        movingMean.write(tf.zeros(movingMean.shape as number[]));
        movingVariance.write(tf.ones(movingVariance.shape as number[]));
      }
    },
  },
  'weights-not-loaded': {
    causes: ['weights-not-loaded'],
    harm: (trained) => {
      const fresh = freshLike(trained);
      const at = trained.model.layers.map((layer) => layer.getClassName()).lastIndexOf('Dense');
      trained.model.layers[at]!.setWeights(fresh.layers[at]!.getWeights());
    },
  },
  'weights-permuted': {
    causes: ['weights-permuted'],
    fits: (architecture) => ['dense', 'residual', 'deep', 'gated'].includes(architecture),
    onlyRecorded: true,
    harm: ({ model }) => {
      const byShape = new Map<string, tf.layers.Layer[]>();
      for (const layer of model.layers.filter((each) => ['Dense', 'Conv2D'].includes(each.getClassName()))) {
        const shape = layer
          .getWeights()
          .map((weight) => String(weight.shape))
          .join(';');
        byShape.set(shape, [...(byShape.get(shape) ?? []), layer]);
      }
      const [one, other] = [...byShape.values()].find((alike) => alike.length > 1)!;
      const kept = one!.getWeights().map((weight) => weight.clone());
      one!.setWeights(other!.getWeights());
      other!.setWeights(kept);
    },
  },
  'random-inference': {
    causes: ['random-inference'],
    afterSound: true,
    recipe: { beforeLast: () => new Draws({}) },
    harm: ({ model }) => {
      for (const layer of model.layers) if (layer instanceof Draws) layer.draws = true;
    },
  },
};
