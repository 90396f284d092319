const tf = require('@tensorflow/tfjs');
const { train } = require('jest-model-regression');

test('trains something that is worth sharing out', async () => {
  const dense = (units) => tf.layers.dense({ units });
  const model = () =>
    tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [784] }), dense(1024), dense(1)] });
  const data = { xs: tf.zeros([256, 784]), ys: tf.zeros([256, 1]) };
  const trained = await train(model, data, { epochs: 2, optimizer: 'sgd', loss: 'meanSquaredError' });
  await expect(trained).toPredictConsistentlyWithTraining();
});
