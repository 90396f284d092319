const tf = require('@tensorflow/tfjs');
const { start } = require('./found');

test('needs more than a gigabyte', async () => {
  await start(__filename);
  tf.zeros([2 ** 28 + 1]).dispose();
  tf.zeros([2 ** 20]);
});
