const { expect, test } = require('@jest/globals');
const tf = require('@tensorflow/tfjs');
const { startBackend } = require('jest-model-regression');
const { denseWithBatchNorm } = require('jest-model-regression/fixtures');

test('the plugin starts the engine of the tfjs that the test sees', async () => {
  await startBackend();

  expect(tf.getBackend()).toBe('wasm');
});

test('models of the fixtures are models of the tfjs that the test sees', () => {
  expect(denseWithBatchNorm({ features: 2, classes: 2 })).toBeInstanceOf(tf.LayersModel);
});

test('one core is loaded, and none of them by Jest', () => {
  const cores = Object.keys(require.cache).filter((file) => /tfjs-core.dist.tf-core\.node/.test(file));

  expect(cores).toEqual([]);
  expect(require('@tensorflow/tfjs-core').Tensor).toBe(tf.Tensor);
  expect(require('@tensorflow/tfjs-layers').LayersModel).toBe(tf.LayersModel);
});
