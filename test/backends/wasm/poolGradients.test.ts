import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { centralDifference } from '../reference/centralDifference';
import { dot, randomVolume, type Volume } from '../reference/Volume';
import { avgPooling, maxPooling } from '../reference/windows';
import { gradients, relativeError, tensorOf } from './gradients';
import { strideLeavesGaps, tfjsPad, windowCase, type WindowCase } from './shapes';
import { wasmWithTrainingKernels } from './wasmWithTrainingKernels';

beforeAll(wasmWithTrainingKernels);

const tolerance = 2e-6;
const flat = (shape: readonly number[]): number[] => [shape[0] as number, ...shape.slice(2)];

/** Explicit padding as wide as the kernel would make windows of nothing, which XNNPACK refuses. */
const pooling = (shape: WindowCase): boolean =>
  typeof shape.window.pad === 'string' ||
  shape.window.pad.every(
    ([before, after], axis) => Math.max(before, after) < (shape.window.kernel[axis] as number),
  );

/** Negative, around zero, positive: what comes before a pooling without a ReLU between. */
const centres = fc.constantFrom(-1000, -3, 0, 3, 1000);

const step = 2 ** -14;

/** A maximum has no gradient where two values are closer than the steps of the difference: such cases are left out. */
function isSmooth({ values }: Volume): boolean {
  const sorted = values.slice().sort();
  return sorted.every((value, at) => at === 0 || value - (sorted[at - 1] as number) > 2 * step);
}

describe('the gradient of max pooling', () => {
  test('goes to the maximum of every window, whatever the sign', () => {
    fc.assert(
      fc.property(windowCase().filter(pooling), centres, (shape, centre) => {
        const x = randomVolume(shape.input, shape.seed, { centre, spread: 8 });
        fc.pre(isSmooth(x));
        const { window } = shape;
        const weight = randomVolume(maxPooling(x, window).shape, shape.seed + 1);
        const [got] = gradients(
          (a) =>
            tf.maxPool(
              a as tf.Tensor4D,
              [window.kernel[1], window.kernel[2]],
              [window.stride[1], window.stride[2]],
              tfjsPad(window),
            ),
          [tensorOf(x, flat(x.shape))],
          tensorOf(weight, flat(weight.shape)),
        );
        const reference = centralDifference((moved) => dot(maxPooling(moved, window), weight), x, step);
        expect(relativeError(got ?? [], reference)).toBeLessThan(tolerance);
      }),
      { numRuns: 200 },
    );
  });

  test('goes to the first of equal maxima, as in TensorFlow', () => {
    const dx = (values: number[]): number[] =>
      Array.from(
        gradients(
          (x) => tf.maxPool(x as tf.Tensor4D, [2, 2], 2, 'valid'),
          [tf.tensor4d(values, [1, 2, 2, 1])],
          tf.tensor4d([7], [1, 1, 1, 1]),
        )[0] ?? [],
      );
    expect(dx([5, 5, 5, 5])).toEqual([7, 0, 0, 0]);
    expect(dx([1, 5, 5, 2])).toEqual([0, 7, 0, 0]);
    expect(dx([0, 0, 0, 0])).toEqual([7, 0, 0, 0]);
    expect(dx([-5, -9, -5, -9])).toEqual([7, 0, 0, 0]);
    expect(dx([-Infinity, -Infinity, -Infinity, -Infinity])).toEqual([7, 0, 0, 0]);
  });

  test('adds up where windows overlap', () => {
    const [got] = gradients(
      (x) => tf.maxPool(x as tf.Tensor4D, [1, 2], 1, 'valid'),
      [tf.tensor4d([-3, -1, -2], [1, 1, 3, 1])],
      tf.tensor4d([10, 1], [1, 1, 2, 1]),
    );
    expect(Array.from(got ?? [])).toEqual([0, 11, 0]);
  });

  test('in three dimensions is that of a positive input, where the shipped forward kernel is right, and of a negative one', () => {
    fc.assert(
      fc.property(
        windowCase({ depth: true, maxStride: 2 }).filter((shape) => !strideLeavesGaps(shape)),
        centres,
        (shape, centre) => {
          const x = randomVolume(shape.input, shape.seed, { centre, spread: 8 });
          fc.pre(isSmooth(x));
          const { window } = shape;
          const weight = randomVolume(maxPooling(x, window).shape, shape.seed + 1);
          const [got] = gradients(
            (a) =>
              tf.maxPool3d(a as tf.Tensor5D, [...window.kernel], [...window.stride], window.pad as 'same'),
            [tensorOf(x)],
            tensorOf(weight),
          );
          const reference = centralDifference((moved) => dot(maxPooling(moved, window), weight), x, step);
          expect(relativeError(got ?? [], reference)).toBeLessThan(tolerance);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('the gradient of average pooling', () => {
  test('counts the elements that are there, and not the padding', () => {
    fc.assert(
      fc.property(
        windowCase()
          .filter(pooling)
          .filter(({ window }) => window.kernel[1] * window.kernel[2] > 1),
        (shape) => {
          const x = randomVolume(shape.input, shape.seed);
          const { window } = shape;
          const weight = randomVolume(avgPooling(x, window).shape, shape.seed + 1);
          const [got] = gradients(
            (a) =>
              tf.avgPool(
                a as tf.Tensor4D,
                [window.kernel[1], window.kernel[2]],
                [window.stride[1], window.stride[2]],
                tfjsPad(window),
              ),
            [tensorOf(x, flat(x.shape))],
            tensorOf(weight, flat(weight.shape)),
          );
          expect(
            relativeError(
              got ?? [],
              centralDifference((moved) => dot(avgPooling(moved, window), weight), x),
            ),
          ).toBeLessThan(tolerance);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('does so in three dimensions', () => {
    fc.assert(
      fc.property(
        windowCase({ depth: true, maxStride: 2 }).filter((shape) => !strideLeavesGaps(shape)),
        (shape) => {
          const x = randomVolume(shape.input, shape.seed);
          const { window } = shape;
          const weight = randomVolume(avgPooling(x, window).shape, shape.seed + 1);
          const [got] = gradients(
            (a) =>
              tf.avgPool3d(a as tf.Tensor5D, [...window.kernel], [...window.stride], window.pad as 'same'),
            [tensorOf(x)],
            tensorOf(weight),
          );
          expect(
            relativeError(
              got ?? [],
              centralDifference((moved) => dot(avgPooling(moved, window), weight), x),
            ),
          ).toBeLessThan(tolerance);
        },
      ),
      { numRuns: 200 },
    );
  });
});
