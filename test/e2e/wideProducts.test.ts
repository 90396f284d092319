import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { installedConsumers } from './harness/installed';
import { installedNode } from './harness/installedNode';
import { runJest } from './harness/runJest';

interface Trained {
  readonly wideProducts: boolean;
  readonly text: string;
  readonly weights: string;
  readonly flagsPutBack: boolean;
  /** Lines that V8 has printed while it looked for vectors of 256 bits. */
  readonly told: number;
}

const folder = mkdtempSync(path.join(tmpdir(), 'wide-products-'));
afterAll(() => rmSync(folder, { recursive: true }));

const consumer = installedConsumers().at(-1)!;

let runs = 0;

/** @param node a program and its arguments */
async function trained(
  node: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Trained> {
  const reports = path.join(folder, `${String(++runs)}.json`);
  const run = await runJest(consumer, 'wide-products', { node, env: { ...env, REPORTS: reports } });
  expect(run.stderr).toContain('1 passed');
  const report = JSON.parse(readFileSync(reports, 'utf8')) as Trained;
  return { ...report, told: run.stdout.split('Revec: ').length - 1 };
}

/** As Linux tells it; elsewhere it is not known. */
const cpu = existsSync('/proc/cpuinfo') ? readFileSync('/proc/cpuinfo', 'utf8') : '';
const has256Bits = process.arch === 'x64' && /\bavx2\b/.test(cpu);

(has256Bits ? describe : describe.skip)('Node 24, where Linux says that the processor has AVX2', () => {
  let wide: Trained;
  let narrow: Trained;
  let flagged: Trained;
  beforeAll(async () => {
    const node = [installedNode(24)];
    wide = await trained(node);
    narrow = await trained(node, { MODEL_REGRESSION_WIDE: '0' });
    flagged = await trained([...node, '--liftoff']);
  });

  test('trains with them, and without where they are not wanted, or flags could not be put back', () => {
    expect([wide, narrow, flagged].map(({ wideProducts }) => wideProducts)).toEqual([true, false, false]);
    expect(wide.text).toContain('own training kernels with fused multiply-add, 256 bits wide; tfjs');
    expect(narrow.text).toContain('own training kernels with fused multiply-add; tfjs');
  });

  test('leaves the flags of V8 as they were', () => {
    expect([wide, narrow, flagged].map(({ flagsPutBack }) => flagsPutBack)).toEqual([true, true, true]);
  });

  test('trains the same model with them, to the bit', () => {
    expect(wide.weights).toBe(narrow.weights);
  });

  test('compiles one module for them, and nothing else', () => {
    // Hundreds, from several threads at once; of tfjs' own binary, which is compiled later, they would be 5,000.
    expect(wide.told).toBeGreaterThan(20);
    expect(wide.told).toBeLessThan(2000);
    expect(narrow.told).toBe(0);
  });
});
