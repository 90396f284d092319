import * as tf from '@tensorflow/tfjs';

/** Tells three kinds of flowers apart by four measures in millimetres. */
export function irisModel(): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.dense({ inputShape: [4], units: 16 }),
      tf.layers.batchNormalization({ momentum: 0.8 }),
      tf.layers.reLU(),
      tf.layers.dense({ units: 3, activation: 'softmax' }),
    ],
  });
}
