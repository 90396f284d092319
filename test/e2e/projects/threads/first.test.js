const { backendReport, startBackend } = require('jest-model-regression');

test('trains on as many threads as its share of the cores', async () => {
  await startBackend({ engine: 'wasm' });
  expect(backendReport().threads).toBe(Number(process.env.EXPECTED_THREADS));
  // With two cores a guess would come to the same number of threads.
  expect(globalThis[Symbol.for('jest-model-regression.jestWorkers')]).toBe(Number(process.env.JEST_WORKERS));
});
