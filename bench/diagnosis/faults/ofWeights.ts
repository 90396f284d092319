import * as tf from '@tensorflow/tfjs';
import { batchNormIn } from '../training/batchNormIn';
import { freshLike } from '../training/Trained';
import type { Faults } from './Fault';

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
  'non-finite': {
    causes: ['non-finite'],
    harm: ({ model }) => {
      const [first] = model.trainableWeights;
      const values = first!.read().dataSync().slice();
      values[0] = NaN;
      first!.write(tf.tensor(values, first!.shape as number[]));
    },
  },
};
