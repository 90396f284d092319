const tf = require('@tensorflow/tfjs');
const ours = require('jest-model-regression');

test('train', async () => {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  const data = { xs: tf.ones([2, 1]), ys: tf.ones([2, 1]) };
  await ours.train(model, data, { epochs: 1, batchSize: 2, optimizer: 'sgd', loss: 'meanSquaredError' });
});

test('diagnose', () => {
  expect(ours.diagnose).toBeDefined();
});
