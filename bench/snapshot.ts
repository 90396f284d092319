/**
 * What it costs to hold a prediction of 1,000,000 x 100 float32 (400 MB) against its snapshot, beside a plain read of the
 * same file from the cache of the system. Both sides alternate in one run. `same`: every number is the stored one. `moved`: every
 * number has moved within tolerance, and no decision; `flipped`: half of the decisions have changed, so that every row is
 * looked at in full.
 *
 *     npm run bench:snapshot            5 rounds
 *     npm run bench:snapshot -- 9 100000     9 rounds of 100,000 rows
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { quantile } from '../src/numeric/quantile';
import { OutputComparer } from '../src/snapshot/compare/OutputComparer';
import { compareWithSideFile } from '../src/snapshot/disk/compareWithSideFile';
import { writeSideFile } from '../src/snapshot/disk/writeSideFile';
import type { OutputNumbers, SideFile } from '../src/snapshot/PredictionSnapshot';

const [rounds = 5, rows = 1_000_000] = process.argv.slice(2).map(Number);
const columns = 100;
const tolerance = { atol: 1e-5, rtol: 1e-5 };

/** Different in every row, summing to about one. */
function probabilities(): Float32Array {
  const values = new Float32Array(rows * columns);
  let state = 1;
  for (let i = 0; i < values.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    values[i] = (state >>> 8) / 2 ** 24 / 50;
  }
  return values;
}

const describe = (values: Float32Array): OutputNumbers => ({
  name: 'probabilities',
  dtype: 'float32',
  shape: [rows, columns],
  decision: 'argmax',
  values,
});

function plainRead(file: string): void {
  const buffer = Buffer.alloc(1 << 16);
  const descriptor = openSync(file, 'r');
  while (readSync(descriptor, buffer, 0, buffer.length, null) > 0);
  closeSync(descriptor);
}

interface Compared {
  readonly differing: number;
  readonly flips: number;
}

function compare(folder: string, file: SideFile, values: Float32Array): Compared {
  const output = describe(values);
  const comparer = new OutputComparer(output, tolerance);
  const head = { inputs: '', environment: {} as never };
  compareWithSideFile(folder, { kind: 'large', ...head, outputs: [output], file }, [comparer]);
  const { differingNumbers, flips } = comparer.result();
  return { differing: differingNumbers, flips };
}

function timed<T>(work: () => T): { readonly ms: number; readonly result: T } {
  const start = performance.now();
  const result = work();
  return { ms: performance.now() - start, result };
}

const folder = mkdtempSync(path.join(tmpdir(), 'bench-snapshot-'));
try {
  const values = probabilities();
  const file = writeSideFile(folder, 'a prediction 1', [describe(values)]);
  const moved = (change: (value: number, i: number) => number): Float32Array => values.map(change);
  const variants: Readonly<Record<string, () => Float32Array>> = {
    same: () => values,
    moved: () => moved((value) => value * (1 + 3e-7) + 1e-6),
    flipped: () => moved((value, i) => (i % (2 * columns) === 0 ? 1 : value + 1e-6)),
  };
  console.log(
    `${rows.toLocaleString('en-US')} x ${columns} float32, ${(file.byteLength / 1e6).toFixed(0)} MB, ${rounds} rounds`,
  );
  console.log(
    '             median   read beside it   ratio   differing     flips   memory beyond the prediction',
  );
  for (const [name, make] of Object.entries(variants)) {
    const predicted = make();
    const reads: number[] = [];
    const compares: number[] = [];
    let seen: Compared | undefined;
    let peakMb = 0;
    plainRead(path.join(folder, file.name));
    for (let round = 0; round < rounds; round++) {
      reads.push(timed(() => plainRead(path.join(folder, file.name))).ms);
      const before = process.memoryUsage();
      const { ms, result } = timed(() => compare(folder, file, predicted));
      const after = process.memoryUsage();
      peakMb = Math.max(peakMb, (after.heapUsed + after.external - before.heapUsed - before.external) / 1e6);
      compares.push(ms);
      seen = result;
    }
    const [read, compared] = [quantile(reads, 0.5), quantile(compares, 0.5)];
    console.log(
      `${name.padEnd(9)} ${compared.toFixed(0).padStart(6)} ms ${read.toFixed(0).padStart(13)} ms ${(compared / read).toFixed(1).padStart(6)}x ` +
        `${seen!.differing.toLocaleString('en-US').padStart(11)} ${seen!.flips.toLocaleString('en-US').padStart(9)}   ${peakMb.toFixed(1)} MB`,
    );
  }
  console.log(
    'Goal: at most 10 times the read, with no more memory than a block of 1 MB and what the collector has not yet taken.',
  );
} finally {
  rmSync(folder, { recursive: true });
}
