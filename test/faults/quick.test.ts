import { expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { harmMany } from '../../bench/faults/harm/harming';
import { allVictims } from '../../bench/faults/harm/victims';
import { killMany } from '../../bench/faults/kills/killing';
import { underWay } from '../../bench/faults/report';
import { jestState } from '../snapshot/JestRun';

test('of 210 files that were harmed, none is taken for whole', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'harmed-'));
  const cacheBefore = process.env['MODEL_REGRESSION_CACHE'];
  try {
    const results = await harmMany({ victims: await allVictims(folder, jestState), harms: 210, seed: 2 });
    expect(results.filter(({ verdict }) => verdict === 'accepted')).toEqual([]);
    const kinds = [...new Set(results.map(({ what }) => what))];
    expect(kinds).toEqual(
      expect.arrayContaining([
        'snapshot',
        'side file',
        'picture',
        'model.json',
        'weights',
        'recording',
        'cache entry',
      ]),
    );
  } finally {
    rmSync(folder, { recursive: true });
    if (cacheBefore === undefined) delete process.env['MODEL_REGRESSION_CACHE'];
    else process.env['MODEL_REGRESSION_CACHE'] = cacheBefore;
  }
});

test('30 processes that are killed while they write leave the old files or the new ones, and the next run works', async () => {
  const results = await killMany({ kills: 30, seed: 2, makeState: jestState });
  expect(results.filter(({ complaint }) => complaint !== undefined)).toEqual([]);
  expect(underWay(results)).toBeGreaterThanOrEqual(5);
});
