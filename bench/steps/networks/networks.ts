import * as tf from '@tensorflow/tfjs';
import { resnet50 } from '../../../src/fixtures/resnet50';
import { mobilenetV2 } from './mobilenetV2';

export interface Network {
  readonly build: () => tf.LayersModel;
  /** One batch. */
  readonly inputShape: readonly number[];
  readonly classes: number;
}

/** `keras_steps.py` has the same ones under the same names; all are trained by Adam on categorical cross-entropy. */
export const networks: Readonly<Record<string, Network>> = {
  resnet50: {
    build: () => resnet50({ inputShape: [197, 197, 1], classes: 3, seed: 7 }),
    inputShape: [3, 197, 197, 1],
    classes: 3,
  },
  mobilenetV2: {
    build: () => mobilenetV2([96, 96, 3], 10),
    inputShape: [16, 96, 96, 3],
    classes: 10,
  },
  dense: {
    build: () =>
      tf.sequential({
        layers: [
          tf.layers.dense({ units: 1024, activation: 'relu', inputShape: [784] }),
          tf.layers.dense({ units: 1024, activation: 'relu' }),
          tf.layers.dense({ units: 10, activation: 'softmax' }),
        ],
      }),
    inputShape: [128, 784],
    classes: 10,
  },
};
