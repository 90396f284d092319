const tf = require('@tensorflow/tfjs');
const { start } = require('./found');

test('asks the engine for more memory than there is', async () => {
  await start(__filename);
  // What a tensor too many does; with tensors it would take 4 GB to get there.
  expect(tf.backend().wasm._malloc(2 ** 32 - 2 ** 16)).toBe(0);
});
