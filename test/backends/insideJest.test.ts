import * as tf from '@tensorflow/tfjs';
import { expect, jest, test } from '@jest/globals';
import { backendReport } from '../../src/backends/backendReport';
import { startBackend } from '../../src/backends/startBackend';
import { threadCount } from '../../src/backends/wasm/threads/threadCount';

test('startBackend() starts WASM inside a test file, and a second copy of the module agrees on it', async () => {
  const report = await startBackend();
  expect(report).toMatchObject({
    engine: 'wasm',
    simd: true,
    threads: threadCount(),
    trainingKernels: 'own',
    notes: [],
  });
  expect(tf.getBackend()).toBe('wasm');
  expect(tf.getKernel('Conv2DBackpropFilter', 'wasm')).toBeDefined();
  const copy: { backendReport: typeof backendReport } = await new Promise((loaded) => {
    jest.isolateModules(() => loaded(jest.requireActual('../../src/backends/backendReport')));
  });
  expect(copy.backendReport).not.toBe(backendReport);
  expect(copy.backendReport()).toBe(backendReport());
});

test('the report is data that cannot be changed, and prints as one line', () => {
  const report = backendReport();
  expect(Object.isFrozen(report)).toBe(true);
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  expect(String(report)).toMatch(/^WASM with SIMD/);
  expect(String(report)).not.toContain('\n');
});
