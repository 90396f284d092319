const tf = require('@tensorflow/tfjs');

/** Tells three kinds of flowers apart by four measures in millimetres. */
function irisModel() {
  return tf.sequential({
    layers: [
      tf.layers.dense({ inputShape: [4], units: 16, name: 'hidden' }),
      tf.layers.batchNormalization({ momentum: 0.8 }),
      tf.layers.reLU(),
      tf.layers.dense({ units: 3, activation: 'softmax', name: 'species' }),
    ],
  });
}

module.exports = { irisModel };
