const { expect, test } = require('@jest/globals');
const tf = require('@tensorflow/tfjs');
const { train } = require('jest-model-regression');
const { denseWithBatchNorm } = require('jest-model-regression/fixtures');

test('forgets two models', async () => {
  const data = { xs: tf.ones([4, 2]), ys: tf.ones([4, 2]) };
  const options = { optimizer: 'sgd', loss: 'meanSquaredError' };
  const network = () => denseWithBatchNorm({ features: 2, classes: 2 });

  globalThis.madeInThisFile = [await train(network, data, options), await train(network, data, options)];

  expect(globalThis.madeInThisFile[0].model.weights[0].val.isDisposed).toBe(false);
});
