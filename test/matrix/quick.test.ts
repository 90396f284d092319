import { beforeAll, expect, test } from '@jest/globals';
import { architectures } from '../../bench/matrix/architectures';
import { configurationOf, idOf } from '../../bench/matrix/Configuration';
import { figures } from '../../bench/matrix/report/figures';
import { heldAgainst, tallyOf, uncaught } from '../../bench/matrix/report/Tally';
import { type Result, runOne } from '../../bench/matrix/runOne';
import { sample } from '../../bench/matrix/sample';
import { startBackend } from '../../src/backends/startBackend';

beforeAll(() => startBackend({ engine: 'wasm' }));

/** Cheap cells of the grid, half of them traps. */
const cheap = {
  updates: [20, 50, 100],
  momentum: [0.6, 0.9, 0.99, 0.999],
  batchSize: [4, 8, 32],
  lastBatch: ['full', 'one-row'],
} as const;
const kinds = Object.keys(architectures).length;
const quick = sample(1, cheap).slice(0, 2 * kinds);

const told = (results: readonly Result[]): readonly string[] =>
  results.map((result) => `${result.id}  ${figures(result)}`);

test('a sample of the matrix has traps and healthy models, no false alarm, and no trap that both matchers miss', async () => {
  const results: Result[] = [];
  for (const configuration of quick) results.push(await runOne(configuration));

  expect(told(uncaught(results))).toEqual([]);
  for (const held of heldAgainst) {
    const { hits, rightGreens, falseAlarms } = tallyOf(results, held);
    expect(told(falseAlarms)).toEqual([]);
    expect(hits.length).toBeGreaterThanOrEqual(8);
    expect(rightGreens.length).toBeGreaterThanOrEqual(8);
  }
});

test('an id names one training: the same figures again, to the bit', async () => {
  const id = 'norm-first/u20/m0.9/b8/one-row/s5';
  const once = await runOne(configurationOf(id));
  expect(idOf(configurationOf(id))).toBe(id);
  const again = await runOne(configurationOf(id));
  expect(again.measured).toEqual(once.measured);
  expect(heldAgainst.map(({ matcher }) => again[matcher].said)).toEqual(
    heldAgainst.map(({ matcher }) => once[matcher].said),
  );
});
