const tf = require('@tensorflow/tfjs');
const { start } = require('./found');

test('lets a function of the engine go astray', async () => {
  await start(__filename);
  const { wasm } = tf.backend();
  // A tensor that lies beyond the memory.
  wasm.tfjs.registerTensor(1e9, 1000, 2 ** 30);
  const abs = wasm.cwrap('Abs', null, ['number', 'number', 'number']);
  expect(() => [0, 1, 2].map((dtype) => abs(1e9, dtype, 1e9))).toThrow(/out of bounds/);
});
