const tf = require('@tensorflow/tfjs');
const { note, start } = require('./found');

const late = (error) => note('late.jsonl', error.message);

test('does not wait for its training', async () => {
  await start(__filename);
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  model.fit(tf.ones([64, 1]), tf.ones([64, 1]), { epochs: 1e6, batchSize: 1, verbose: 0 }).catch(late);
  const timer = setInterval(() => {
    try {
      tf.ones([2 ** 20]);
    } catch (error) {
      late(error);
      clearInterval(timer);
    }
  }, 5);
  await new Promise((resolve) => setTimeout(resolve, 50));
});
