import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { startBackend } from '../../../src/backends/startBackend';
import { accuracyFunctions, argMax } from '../../../src/probes/metrics/accuracyFunctions';

beforeAll(() => startBackend());

const score = fc.oneof(
  // No subnormal numbers: some engines take them for 0, and find ties.
  fc.float({ min: 0, max: 1, noNaN: true }).filter((value) => value === 0 || value > 1.2e-38),
  // Ties, and the threshold itself.
  fc.constantFrom(0, 0.25, 0.5, 1),
);
const rowOf3 = fc.array(score, { minLength: 3, maxLength: 3 });

/** `tf.metrics` of one row. */
function byTfjs(
  metric: (t: tf.Tensor, p: tf.Tensor) => tf.Tensor,
  target: number[],
  prediction: number[],
): number {
  return tf.tidy(() => metric(tf.tensor2d([target]), tf.tensor2d([prediction])).dataSync()[0]!);
}

describe('accuracyFunctions', () => {
  test('binaryAccuracy is that of tfjs, the threshold 0.5 itself counting as 0', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(0, 1, 0.3), { minLength: 3, maxLength: 3 }),
        rowOf3,
        (target, row) => {
          expect(accuracyFunctions.binaryAccuracy(target, row)).toBeCloseTo(
            byTfjs(tf.metrics.binaryAccuracy, target, row),
            6,
          );
        },
      ),
    );
    expect(accuracyFunctions.binaryAccuracy([1], [0.5])).toBe(0);
  });

  test('categoricalAccuracy is that of tfjs, also for ties', () => {
    fc.assert(
      fc.property(rowOf3, rowOf3, (target, row) => {
        expect(accuracyFunctions.categoricalAccuracy(target, row)).toBe(
          byTfjs(tf.metrics.categoricalAccuracy, target, row),
        );
      }),
    );
  });

  test('sparseCategoricalAccuracy is that of tfjs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 }), rowOf3, (target, row) => {
        expect(accuracyFunctions.sparseCategoricalAccuracy([target], row)).toBe(
          byTfjs(tf.metrics.sparseCategoricalAccuracy, [target], row),
        );
      }),
    );
  });

  test('argMax takes the first of equals', () => {
    expect(argMax([1, 3, 3])).toBe(1);
    expect(argMax([0, 0, 0])).toBe(0);
  });
});
