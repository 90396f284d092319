const tf = require('@tensorflow/tfjs');
const { start } = require('./found');

test('lets a function of the engine go astray', async () => {
  await start(__filename);
  const { wasm } = tf.backend();
  // A tensor that lies beyond the memory.
  wasm.tfjs.registerTensor(1e9, 1000, 2 ** 30);
  const abs = wasm.cwrap('Abs', null, ['number', 'number']);
  expect(() => abs(1e9, 1e9)).toThrow(/out of bounds/);
});
