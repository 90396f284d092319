import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import type { BackendReport } from '../../../src/backends/Backend';
import { startBackend } from '../../../src/backends/startBackend';
import { HeldRows } from '../../../src/input/HeldRows';
import { trainingFacts } from '../../../src/training/cached/trainingFacts';
import { networks, threeClasses } from '../../builders/networks';

test('an engine that may compute otherwise makes another training', async () => {
  const report: BackendReport = {
    ...(await startBackend()),
    ...{ engine: 'wasm', trainingKernels: 'own', fusedMultiplyAdd: true },
  };
  const model = networks['dense']!.build(0.9);
  model.compile({ optimizer: tf.train.sgd(0.1), loss: 'meanSquaredError' });
  const { xs, ys } = threeClasses([4], { rows: 3 });
  const on = async (change: Partial<BackendReport> = {}): Promise<string> =>
    JSON.stringify(
      await trainingFacts(
        model,
        new HeldRows([xs], [ys], []),
        {},
        { report: { ...report, ...change }, drawn: 0 },
      ),
    );
  const { versions } = report;
  const same: Partial<BackendReport>[] = [
    {},
    { device: 'another processor' },
    { notes: ['said'] },
    { threads: report.threads + 1 },
  ];
  const others: Partial<BackendReport>[] = [
    { engine: 'cpu' },
    { simd: !report.simd },
    { fusedMultiplyAdd: !report.fusedMultiplyAdd },
    { trainingKernels: 'shipped' },
    { trainingKernels: 'shipped', threads: report.threads + 1 },
    { versions: { ...versions, tfjs: '4.22.1' } },
    { versions: { ...versions, backend: '4.22.1' } },
    { versions: { ...versions, node: '99.0.0' } },
    { engine: 'native' },
    { engine: 'native', device: 'another processor' },
  ];
  const here = await on();
  for (const change of same) expect(await on(change)).toBe(here);
  expect(new Set([here, ...(await Promise.all(others.map(on)))]).size).toBe(others.length + 1);
});
