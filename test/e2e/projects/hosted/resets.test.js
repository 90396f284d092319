const tf = require('@tensorflow/tfjs');
const { startBackend, train } = require('jest-model-regression');

test('has one tfjs also after the modules are reset', async () => {
  await startBackend();
  jest.resetModules();
  expect(require('@tensorflow/tfjs') === tf).toBe(true);
  expect(require('jest-model-regression').train === train).toBe(true);
  jest.isolateModules(() => expect(require('@tensorflow/tfjs') === tf).toBe(true));
});
