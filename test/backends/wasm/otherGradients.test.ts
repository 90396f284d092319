import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { centralDifference } from '../reference/centralDifference';
import { dot, randomVolume, zeros, type Volume } from '../reference/Volume';
import { gradients, relativeError, tensorOf } from './gradients';
import { wasmWithTrainingKernels } from './wasmWithTrainingKernels';

beforeAll(wasmWithTrainingKernels);

const tolerance = 2e-6;
const oneTo = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });

/** Sums over the axes, keeping the rest. */
function reduced(x: Volume, axes: readonly number[]): Volume {
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const sums = zeros(kept);
  x.values.forEach((value, at) => {
    let rest = at;
    let to = 0;
    let stride = 1;
    for (let axis = x.shape.length - 1; axis >= 0; axis--) {
      const size = x.shape[axis] as number;
      if (!axes.includes(axis)) to += (rest % size) * stride;
      stride *= kept[axis] as number;
      rest = Math.floor(rest / size);
    }
    sums.values[to]! += value;
  });
  return { shape: x.shape.filter((_, axis) => !axes.includes(axis)), values: sums.values };
}

const reduction = fc
  .record({
    shape: fc.array(oneTo(5), { minLength: 1, maxLength: 4 }),
    picks: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    seed: oneTo(1e6),
    centre: fc.constantFrom(0, 1000),
  })
  .map(({ shape, picks, seed, centre }) => ({
    shape,
    seed,
    centre,
    axes: shape.map((_, axis) => axis).filter((axis) => picks[axis]),
  }))
  .filter(({ axes }) => axes.length > 0);

describe('sums and means', () => {
  test('are right inside a gradient, over any axes, and so are their gradients', () => {
    fc.assert(
      fc.property(reduction, fc.boolean(), ({ shape, axes, seed, centre }, mean) => {
        const x = randomVolume(shape, seed, { centre });
        const sum = reduced(x, axes);
        const weight = randomVolume(sum.shape, seed + 1);
        const scale = mean ? sum.values.length / x.values.length : 1;
        const seen: { value?: Float32Array } = {};
        const [got] = gradients(
          (a) => {
            const y = mean ? tf.mean(a, axes) : tf.sum(a, axes);
            seen.value = y.dataSync() as Float32Array;
            return y;
          },
          [tensorOf(x)],
          tensorOf(weight),
        );
        const expected = { shape: sum.shape, values: sum.values.map((value) => value * scale) };
        const size = Math.max(...x.values.map(Math.abs)) * (mean ? 1 : x.values.length / sum.values.length);
        expect(relativeError(seen.value ?? [], expected, size)).toBeLessThan(tolerance);
        const reference = centralDifference((moved) => dot(reduced(moved, axes), weight) * scale, x);
        expect(relativeError(got ?? [], reference)).toBeLessThan(tolerance);
      }),
      { numRuns: 200 },
    );
  });

  test.each([29403, 40009, 7500, 2])(
    'of a column of %i are within 1e-6 of the largest value, far from zero too',
    (rows) => {
      const x = randomVolume([rows, 3], rows, { centre: 100 });
      const means = reduced(x, [0]).values.map((sum) => sum / rows);
      const seen: { mean?: Float32Array; sum?: Float32Array } = {};
      gradients(
        (a) => {
          seen.mean = tf.mean(a, 0).dataSync() as Float32Array;
          const sum = tf.sum(a, 0);
          seen.sum = sum.dataSync() as Float32Array;
          return sum;
        },
        [tensorOf(x)],
        tf.ones([3]),
      );
      // 40009 is prime: it cannot be split in two levels, and one level of 40,000 float32 additions is what remains.
      const bound = rows === 40009 ? 2e-5 : 1e-6;
      expect(relativeError(seen.mean ?? [], { shape: [3], values: means })).toBeLessThan(bound);
      expect(
        relativeError(seen.sum ?? [], { shape: [3], values: means.map((mean) => mean * rows) }),
      ).toBeLessThan(bound);
    },
  );
});

/** a [m, n] times b [n, k]. */
function product(a: Volume, b: Volume): Volume {
  const [m, n, k] = [a.shape[0] as number, a.shape[1] as number, b.shape[1] as number];
  const y = zeros([m, k]);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++)
      for (let l = 0; l < k; l++)
        y.values[i * k + l]! += (a.values[i * n + j] as number) * (b.values[j * k + l] as number);
  return y;
}

const absolute = ({ shape, values }: Volume): Volume => ({ shape, values: values.map(Math.abs) });
const largest = ({ values }: Volume): number => Math.max(...values.map(Math.abs));

const transposed = ({ shape: [rows = 0, columns = 0], values }: Volume): Volume => ({
  shape: [columns, rows],
  values: Float64Array.from(
    { length: values.length },
    (_, at) => values[(at % rows) * columns + Math.floor(at / rows)] as number,
  ),
});

describe('the gradient of a product', () => {
  test('is right with either side transposed, for vectors as for matrices', () => {
    fc.assert(
      fc.property(
        oneTo(9),
        oneTo(9),
        oneTo(9),
        fc.boolean(),
        fc.boolean(),
        oneTo(1e6),
        (m, n, k, transposeA, transposeB, seed) => {
          const a = randomVolume(transposeA ? [n, m] : [m, n], seed);
          const b = randomVolume(transposeB ? [k, n] : [n, k], seed + 1);
          const weight = randomVolume([m, k], seed + 2);
          const y = (left: Volume, right: Volume): Volume =>
            product(transposeA ? transposed(left) : left, transposeB ? transposed(right) : right);
          const [gotA, gotB] = gradients(
            (x, y) => tf.matMul(x, y, transposeA, transposeB),
            [tensorOf(a), tensorOf(b)],
            tensorOf(weight),
          );
          const ofA = (right: Volume, dy: Volume): Volume =>
            centralDifference((moved) => dot(y(moved, right), dy), a);
          const ofB = (left: Volume, dy: Volume): Volume =>
            centralDifference((moved) => dot(y(left, moved), dy), b);
          // A sum whose terms cancel is measured in the size of the terms.
          const sizeOfA = largest(ofA(absolute(b), absolute(weight)));
          const sizeOfB = largest(ofB(absolute(a), absolute(weight)));
          expect(relativeError(gotA ?? [], ofA(b, weight), sizeOfA)).toBeLessThan(tolerance);
          expect(relativeError(gotB ?? [], ofB(a, weight), sizeOfB)).toBeLessThan(tolerance);
        },
      ),
      { numRuns: 200, examples: [[8, 1, 1, false, false, 431246]] },
    );
  });

  test('does not confuse one tensor in two shapes, which the shipped kernel does', () => {
    // The same values are the second operand of both products: 1x4 in one, 4x1 in the other.
    const got = gradients(
      (x) => {
        const row = x as tf.Tensor2D;
        const outer = tf.matMul(tf.tensor2d([[1], [2]]), row);
        const inner = tf.matMul(tf.tensor2d([[1, 2, 3, 4]]), tf.reshape(row, [4, 1]));
        return tf.add(tf.sum(outer), tf.sum(inner));
      },
      [tf.tensor2d([[1, 2, 3, 4]])],
      tf.scalar(1),
    );
    expect(Array.from(got[0] ?? [])).toEqual([4, 5, 6, 7]);
  });
});

describe('the gradient of gather', () => {
  test('adds up what was taken from each row', () => {
    fc.assert(
      fc.property(
        oneTo(6),
        oneTo(5),
        fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 12 }),
        oneTo(1e6),
        (rows, width, picks, seed) => {
          const indices = picks.map((pick) => pick % rows);
          const x = randomVolume([rows, width], seed);
          const weight = randomVolume([indices.length, width], seed + 1);
          const [got] = gradients(
            (a) => tf.gather(a, tf.tensor1d(indices, 'int32')),
            [tensorOf(x)],
            tensorOf(weight),
          );
          const expected = zeros(x.shape);
          indices.forEach((index, row) => {
            for (let column = 0; column < width; column++)
              expected.values[index * width + column]! += weight.values[row * width + column] as number;
          });
          // In the size of what is added up: a sum of one number may cancel to almost nothing.
          expect(relativeError(got ?? [], expected, 1)).toBeLessThan(tolerance);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('UnsortedSegmentSum drops ids outside the segments, as TensorFlow does, and keeps integers', () => {
    const ids = tf.tensor1d([0, -1, 1, 7, 0], 'int32');
    expect(
      tf
        .unsortedSegmentSum(
          tf.tensor2d([
            [1, 2],
            [3, 4],
            [5, 6],
            [7, 8],
            [9, 10],
          ]),
          ids,
          3,
        )
        .arraySync(),
    ).toEqual([
      [10, 12],
      [5, 6],
      [0, 0],
    ]);
    const whole = tf.unsortedSegmentSum(tf.tensor1d([1, 2, 3, 4, 5], 'int32'), ids, 2);
    expect(whole.dtype).toBe('int32');
    expect(whole.arraySync()).toEqual([6, 3]);
    expect(
      tf.unsortedSegmentSum(tf.zeros([0, 3]), tf.zeros<tf.Rank.R1>([0], 'int32'), 2).arraySync(),
    ).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });
});

test('a ReLU takes the gradient where its input was positive', () => {
  const x = randomVolume([2, 3, 3, 2], 3);
  const weight = randomVolume(x.shape, 4);
  const [got] = gradients((a) => tf.relu(a), [tensorOf(x)], tensorOf(weight));
  // Adding 0 makes zeros of the two signs one.
  expect(Array.from(got ?? [], (value) => value + 0)).toEqual(
    Array.from(weight.values, (w, at) => ((x.values[at] as number) > 0 ? w : 0)),
  );
});

test('every missing kernel answers without a gradient around it', () => {
  const dw: tf.Tensor = tf
    .engine()
    .runKernel(
      'Conv2DBackpropFilter',
      { x: tf.ones([1, 3, 3, 1]), dy: tf.ones([1, 2, 2, 1]) },
      { strides: [1, 1], pad: 'valid', dataFormat: 'NHWC', filterShape: [2, 2, 1, 1] },
    );
  expect(Array.from(dw.dataSync())).toEqual([4, 4, 4, 4]);
});
