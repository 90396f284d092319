const tf = require('@tensorflow/tfjs');
const { startBackend } = require('jest-model-regression');

beforeAll(() => startBackend());

const withBias = (bias) => {
  const layers = [tf.layers.dense({ units: 3, inputShape: [2], activation: 'softmax', name: 'kind' })];
  const model = tf.sequential({ layers });
  model.setWeights([
    tf.tensor2d([
      [1, 2, 3],
      [4, 5, 6],
    ]),
    tf.tensor1d([bias, 0, 0]),
  ]);
  return model;
};

if (process.env.LESS === undefined)
  test('keeps many rows', async () => {
    const xs = tf.linspace(-1, 1, 600).reshape([300, 2]);
    await expect(withBias(Number(process.env.BIAS ?? 0))).toMatchPredictionSnapshot(xs);
  });

test('keeps a few rows', async () => {
  await expect(withBias(0)).toMatchPredictionSnapshot(tf.eye(2));
});
