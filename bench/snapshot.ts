/**
 * What it costs to hold a prediction of 1,000,000 x 100 float32 (400 MB) against its snapshot, beside two plain reads of the
 * same file from the cache of the system: whole, as `fs.readFileSync` gives it, and in pieces, into one buffer of 64 kB that
 * keeps nothing. All alternate in one run. `same`: every number is the stored one. `moved`: every
 * number has moved within tolerance, and no decision; `flipped`: half of the decisions have changed, so that every row is
 * looked at in full.
 *
 *     npm run bench:snapshot            5 rounds
 *     npm run bench:snapshot -- 9 100000     9 rounds of 100,000 rows
 */
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
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

function readInPieces(file: string): void {
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
  const megabytes = (file.byteLength / 1e6).toFixed(0);
  console.log(
    `${rows.toLocaleString('en-US')} x ${columns} float32, ${megabytes} MB, medians of ${rounds} rounds`,
  );
  console.log('          compare read whole  ratio  in pieces  ratio  differing    flips   memory');
  for (const [name, make] of Object.entries(variants)) {
    const predicted = make();
    const whole: number[] = [];
    const pieces: number[] = [];
    const compares: number[] = [];
    let seen: Compared | undefined;
    let peakMb = 0;
    const written = path.join(folder, file.name);
    readInPieces(written);
    for (let round = 0; round < rounds; round++) {
      whole.push(timed(() => readFileSync(written).byteLength).ms);
      pieces.push(timed(() => readInPieces(written)).ms);
      const before = process.memoryUsage();
      const { ms, result } = timed(() => compare(folder, file, predicted));
      const after = process.memoryUsage();
      peakMb = Math.max(peakMb, (after.heapUsed + after.external - before.heapUsed - before.external) / 1e6);
      compares.push(ms);
      seen = result;
    }
    const median = (times: readonly number[]): number => quantile(times, 0.5);
    const ratio = (times: readonly number[]): string => `${(median(compares) / median(times)).toFixed(1)}x`;
    const cells = [
      `${median(compares).toFixed(0)} ms`.padStart(9),
      `${median(whole).toFixed(0)} ms`.padStart(10),
      ratio(whole).padStart(7),
      `${median(pieces).toFixed(0)} ms`.padStart(11),
      ratio(pieces).padStart(7),
      seen!.differing.toLocaleString('en-US').padStart(11),
      seen!.flips.toLocaleString('en-US').padStart(9),
      `${peakMb.toFixed(1)} MB`.padStart(9),
    ];
    console.log(name.padEnd(8) + cells.join(''));
  }
  console.log(
    'Memory: what is held beyond the prediction itself, with what the collector has not taken yet.',
  );
} finally {
  rmSync(folder, { recursive: true });
}
