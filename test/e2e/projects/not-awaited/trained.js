const tf = require('@tensorflow/tfjs');
const { startBackend, train } = require('jest-model-regression');
const { blobs, denseWithBatchNorm } = require('jest-model-regression/fixtures');

/** Sixty rows far from zero, ten updates: with Keras' momentum of 0.99 the moving statistics are nowhere near them. */
async function trainedWith(momentum) {
  await startBackend();
  const data = blobs({ rows: 60, classes: 3, features: 4, seed: 7 });
  return train(() => denseWithBatchNorm({ features: 4, classes: 3, momentum, seed: 7 }), data, {
    epochs: 10,
    batchSize: 60,
    optimizer: tf.train.adam(0.03),
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
    seed: 7,
  });
}

module.exports = { trapped: () => trainedWith(0.99), healthy: () => trainedWith(0.5) };
