import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Factor, MatrixView } from '../../../../src/backends/wasm/own/MatrixView';
import { multiply } from '../../../../src/backends/wasm/own/product';
import { randomVolume, zeros, type Volume } from '../../reference/Volume';
import { tensorOf } from '../gradients';
import { running, type Running } from './running';

let own: Running;

interface Shape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly segmentsA: number;
  readonly segmentsB: number;
  readonly withBias: boolean;
  readonly seed: number;
}

const size = fc.oneof(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 25, max: 130 }));
const shapes: fc.Arbitrary<Shape> = fc.record({
  m: size,
  n: size,
  k: fc.oneof(size, fc.integer({ min: 250, max: 600 })),
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
  segmentsA: fc.integer({ min: 1, max: 5 }),
  segmentsB: fc.integer({ min: 1, max: 5 }),
  withBias: fc.boolean(),
  seed: fc.integer({ min: 1, max: 1e6 }),
});

interface Matrix {
  readonly tensor: tf.Tensor;
  readonly factor: Factor;
  at(row: number, column: number): number;
}

/** A matrix whose rows and segments lie anywhere in a tensor, over one another too; in as many segments as divide its rows. */
function scattered(
  rows: number,
  columns: number,
  transposed: boolean,
  segments: number,
  seed: number,
): Matrix {
  const [viewRows, viewColumns] = transposed ? [columns, rows] : [rows, columns];
  const count = viewColumns % segments === 0 ? segments : 1;
  const length = viewColumns / count;
  const source = randomVolume([2 * length + 700], seed);
  const places = (howMany: number, most: number, from: number): Uint32Array =>
    Uint32Array.from(randomVolume([howMany], from).values, (value) => Math.floor(((value + 1) / 2) * most));
  const tensor = tensorOf(source);
  const view: MatrixView = {
    tensor,
    rows: places(viewRows, 500, seed + 1),
    segments: places(count, length + 100, seed + 2),
    segmentLength: length,
  };
  const element = (row: number, column: number): number =>
    source.values[
      (view.rows[row] ?? NaN) + (view.segments[Math.floor(column / length)] ?? NaN) + (column % length)
    ] ?? NaN;
  return {
    tensor,
    factor: { view, transposed },
    at: (row, column) => (transposed ? element(column, row) : element(row, column)),
  };
}

/** Rows of C in reverse, with gaps: what lies between is not to be touched. */
const untouched = 7;
const placesOfC = (m: number, n: number): Uint32Array =>
  Uint32Array.from({ length: m }, (_, row) => (m - 1 - row) * (n + 3) + 2);

function computed({ m, n, k, transposeA, transposeB, segmentsA, segmentsB, withBias, seed }: Shape): {
  got: Float32Array;
  expected: Volume;
} {
  const a = scattered(m, k, transposeA, segmentsA, seed);
  const b = scattered(k, n, transposeB, segmentsB, seed + 10);
  const bias = withBias ? randomVolume([n], seed + 20) : zeros([n]);
  const rows = placesOfC(m, n);
  const c = tf.fill([m * (n + 3) + 4], untouched);
  const biasTensor = withBias ? tensorOf(bias) : undefined;
  const before = tf.memory().numTensors;
  multiply(own.backend, own.kernels, { a: a.factor, b: b.factor, c: { tensor: c, rows }, bias: biasTensor });
  expect(tf.memory().numTensors).toBe(before);
  const expected = { shape: c.shape, values: Float64Array.from({ length: c.size }, () => untouched) };
  for (let row = 0; row < m; row++)
    for (let column = 0; column < n; column++) {
      let sum = bias.values[column] as number;
      for (let inner = 0; inner < k; inner++) sum += a.at(row, inner) * b.at(inner, column);
      expected.values[(rows[row] as number) + column] = sum;
    }
  const got = c.dataSync() as Float32Array;
  tf.dispose([a.tensor, b.tensor, c]);
  biasTensor?.dispose();
  return { got, expected };
}

/** In units of a sum of k random terms up to one. */
function largestError({ got, expected }: ReturnType<typeof computed>, k: number): number {
  const errors = expected.values.map((value, at) => Math.abs((got[at] ?? NaN) - value));
  // Math.max would lose a NaN's place among so many, not the NaN.
  return errors.reduce((worst, error) => Math.max(worst, error), 0) / Math.sqrt(k);
}

describe.each([
  { mayRelax: true, wide: false },
  { mayRelax: false, wide: false },
  { mayRelax: true, wide: true },
  { mayRelax: false, wide: true },
])('a product, where it may be fused with its addition: $mayRelax, in wide tiles: $wide', (kernels) => {
  beforeAll(async () => {
    own = await running(kernels);
  });

  test('is right for all sizes, sides and places, and writes nothing but its rows', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        expect(largestError(computed(shape), shape.k)).toBeLessThan(2e-6);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    { m: 59, n: 7, k: 255 },
    { m: 60, n: 8, k: 256 },
    { m: 61, n: 9, k: 257 },
    { m: 121, n: 511, k: 3 },
    { m: 5, n: 512, k: 513 },
    { m: 4, n: 513, k: 512 },
    { m: 1, n: 1025, k: 1 },
    { m: 66, n: 48, k: 64 },
    { m: 67, n: 49, k: 64 },
    { m: 65, n: 47, k: 300 },
  ])('is right at the edges of its blocks: $m x $n, over $k', (sizes) => {
    for (const transposed of [false, true]) {
      const sides = { transposeA: transposed, transposeB: !transposed, segmentsA: 1, segmentsB: 1 };
      const shape = { ...sizes, ...sides, withBias: transposed, seed: 3 };
      expect(largestError(computed(shape), shape.k)).toBeLessThan(2e-6);
    }
  });

  test('is the same to the bit every time', () => {
    const shape = { m: 61, n: 19, k: 300, transposeA: true, transposeB: false, segmentsA: 1, segmentsB: 1 };
    const bits = (): Int32Array =>
      new Int32Array(Float32Array.from(computed({ ...shape, withBias: true, seed: 5 }).got).buffer);
    expect(bits()).toEqual(bits());
  });

  test('keeps what is not a number in the rows and columns that it concerns', () => {
    const [a, b] = [tf.ones([6, 9]).arraySync() as number[][], tf.ones<tf.Rank.R2>([9, 10])];
    a[5]![3] = NaN;
    const c = tf.zeros([6, 10]);
    const view = (tensor: tf.Tensor, rows: number, columns: number): Factor => ({
      view: {
        tensor,
        rows: Uint32Array.from({ length: rows }, (_, row) => row * columns),
        segments: new Uint32Array(1),
        segmentLength: columns,
      },
      transposed: false,
    });
    const rows = Uint32Array.from({ length: 6 }, (_, row) => row * 10);
    multiply(own.backend, own.kernels, {
      a: view(tf.tensor2d(a), 6, 9),
      b: view(b, 9, 10),
      c: { tensor: c, rows },
    });
    const got = Array.from(c.dataSync());
    expect(got.slice(0, 50)).toEqual(new Array(50).fill(9));
    expect(got.slice(50)).toEqual(new Array(10).fill(NaN));
  });
});
