const { expect, test } = require('@jest/globals');
const tf = require('@tensorflow/tfjs');
const { train } = require('jest-model-regression');
const { denseWithBatchNorm } = require('jest-model-regression/fixtures');

test('labels that were cast before the engine starts are the same labels afterwards', async () => {
  const xs = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
  const ys = tf.oneHot(tf.tensor1d([0, 1, 2], 'int32'), 3).toFloat();

  await train(
    () => denseWithBatchNorm({ features: 2, classes: 3 }),
    { xs, ys },
    {
      optimizer: 'sgd',
      loss: 'categoricalCrossentropy',
    },
  );

  // By a kernel: what `ys.dataSync()` gives may be a copy from before.
  expect(tf.getBackend()).toBe('wasm');
  expect(ys.mul(1).arraySync()).toEqual([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]);
});
