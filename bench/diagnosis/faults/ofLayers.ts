import * as tf from '@tensorflow/tfjs';
import { architectures } from '../architectures';
import { last } from '../architectures/blocks';
import type { Faults } from './Fault';

/** Draws random numbers once it is told to: left in from a test of robustness. */
class Draws extends tf.layers.Layer {
  static className = 'DrawsOfTheBench';
  draws = false;
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [x] = [inputs].flat();
    return this.draws ? tf.tidy(() => tf.add(x!, tf.randomNormal(x!.shape, 0, 3))) : x!.clone();
  }
}

/** Turns the order of the features round, and forgets to in inference mode. */
class Reverses extends tf.layers.Layer {
  static className = 'ReversesOfTheBench';
  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Record<string, unknown>): tf.Tensor {
    const [x] = [inputs].flat();
    return kwargs['training'] === true ? tf.reverse(x!, -1) : x!.clone();
  }
}

/** Rows in a batch of a stateful layer: as many as `predict` takes at once. */
const atOnce = 32;

/** Layers that do in inference mode what they do not do in training. */
export const ofLayers: Faults = {
  'random-inference': {
    causes: ['random-inference'],
    afterSound: true,
    recipe: { beforeLast: () => new Draws({}) },
    harm: ({ model }) => {
      for (const layer of model.layers) if (layer instanceof Draws) layer.draws = true;
    },
  },
  'custom-layer-mode': {
    causes: ['custom-layer-mode'],
    recipe: { beforeLast: () => new Reverses({}) },
  },
  'stateful-rnn': {
    causes: ['stateful-rnn'],
    fits: (architecture) => architectures[architecture]!.form === 'sequence',
    recipe: {
      batchSize: atOnce,
      epochs: 60,
      resets: true,
      build: (build) =>
        tf.sequential({
          layers: [
            tf.layers.simpleRNN({ units: 12, stateful: true, batchInputShape: [atOnce, ...build.shape] }),
            ...last(build),
          ],
        }),
    },
  },
};
