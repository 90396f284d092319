import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Tolerance } from '../../../src/numeric/Tolerance';
import { OutputComparer } from '../../../src/snapshot/compare/OutputComparer';
import type { OutputComparison } from '../../../src/snapshot/compare/OutputComparison';
import type { OutputNumbers } from '../../../src/snapshot/PredictionSnapshot';

const exact: Tolerance = { atol: 0, rtol: 0 };

function compared(
  stored: readonly (readonly number[])[],
  predicted: readonly (readonly number[])[],
  tolerance: Tolerance = exact,
  more: Partial<OutputNumbers> = {},
): OutputComparison {
  const output: OutputNumbers = {
    name: 'y',
    dtype: 'float32',
    shape: [predicted.length, predicted[0]!.length],
    decision: 'argmax',
    values: Float32Array.from(predicted.flat()),
    ...more,
  };
  const comparer = new OutputComparer(output, tolerance);
  stored.forEach((row, at) => {
    comparer.add(at, Float32Array.from(row));
  });
  return comparer.result();
}

const numbers = fc.oneof(
  fc.float({ noNaN: true, min: -4, max: 4 }),
  fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 1),
);

const pairs = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
  .chain(([rows, columns]) => {
    const table = fc.array(fc.array(numbers, { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    });
    return fc.tuple(table, table);
  });

const tolerances = fc.record({
  atol: fc.constantFrom(0, 1e-3, 0.5),
  rtol: fc.constantFrom(0, 1e-3, 0.5),
});

const within = (actual: number, expected: number, { atol, rtol }: Tolerance): boolean =>
  Object.is(actual, expected) ||
  actual === expected ||
  (Number.isFinite(expected) && Math.abs(actual - expected) <= atol + rtol * Math.abs(expected));

describe('what differs', () => {
  test('is what lies outside of atol + rtol * |stored|; NaN never passes but for NaN, infinities only for themselves', () => {
    fc.assert(
      fc.property(pairs, tolerances, ([stored, predicted], tolerance) => {
        const differing = stored.map((row, r) =>
          row.map((expected, c) => !within(predicted[r]![c]!, expected, tolerance)),
        );
        const result = compared(stored, predicted, tolerance);
        expect(result.differingNumbers).toBe(differing.flat().filter(Boolean).length);
        expect(result.differingRows).toBe(differing.filter((row) => row.some(Boolean)).length);
        expect(result.used > 1).toBe(result.differingNumbers > 0);
      }),
      { numRuns: 1000 },
    );
  });

  test('would all have passed with the tolerances that are named, and not with less', () => {
    fc.assert(
      fc.property(pairs, tolerances, ([stored, predicted], tolerance) => {
        const { wouldPass, differingNumbers } = compared(stored, predicted, tolerance);
        const { atol, rtol } = wouldPass;
        fc.pre([stored, predicted].flat(2).every(Number.isFinite));
        if (differingNumbers === 0) {
          expect(wouldPass).toEqual(tolerance);
          return;
        }
        const more = 1 + 1e-9;
        const count = (tried: Tolerance): number => compared(stored, predicted, tried).differingNumbers;
        expect(count({ ...tolerance, atol: atol * more + 1e-12 })).toBe(0);
        if (Number.isFinite(rtol)) expect(count({ ...tolerance, rtol: rtol * more + 1e-12 })).toBe(0);
        if (atol > 1e-9) expect(count({ ...tolerance, atol: atol / (1 + 1e-6) })).toBeGreaterThan(0);
        if (rtol > 1e-9 && Number.isFinite(rtol))
          expect(count({ ...tolerance, rtol: rtol / (1 + 1e-6) })).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });

  test('has a worst number, by the share of its allowance that it used', () => {
    const { worst, used, largest, mean } = compared(
      [
        [0.5, 0.25, 0.25],
        [100, 0, 0],
      ],
      [
        [0.5, 0.375, 0.125],
        [101, 0, 0],
      ],
      { atol: 0.1, rtol: 0.1 },
    );
    expect(worst).toEqual({
      row: 0,
      column: 1,
      stored: 0.25,
      predicted: 0.375,
      difference: 0.125,
      allowed: 0.125,
    });
    expect({ used, largest, mean }).toEqual({ used: 1, largest: 1, mean: 1.25 / 6 });
  });
});

describe('decisions', () => {
  test('of the largest number flip with the margin they had, the clearest first', () => {
    const { flips, listedFlips, decisions } = compared(
      [
        [0.5, 0.25, 0.25],
        [0.75, 0.25, 0],
        [0, 0, 1],
        [0.25, 0.5, 0.25],
      ],
      [
        [0.25, 0.5, 0.25],
        [0.25, 0.75, 0],
        [0, 0, 1],
        [0.25, 0.5, 0.25],
      ],
    );
    expect({ flips, decisions }).toEqual({ flips: 2, decisions: 4 });
    expect(listedFlips).toEqual([
      { row: 1, position: 0, from: 0, to: 1, margin: 0.5 },
      { row: 0, position: 0, from: 0, to: 1, margin: 0.25 },
    ]);
  });

  test('by threshold flip one by one', () => {
    const { flips, listedFlips, decisions, totalVariation } = compared(
      [[0.25, 0.75]],
      [[0.75, 0.875]],
      exact,
      {
        decision: 'threshold',
      },
    );
    expect({ flips, decisions, totalVariation }).toEqual({
      flips: 1,
      decisions: 2,
      totalVariation: undefined,
    });
    expect(listedFlips).toEqual([{ row: 0, position: 0, from: 0, to: 1, margin: 0.25 }]);
  });

  test('of a sequence are one per position', () => {
    const { flips, listedFlips, decisions } = compared([[1, 0, 0, 1]], [[1, 0, 1, 0]], exact, {
      shape: [1, 2, 2],
    });
    expect({ flips, decisions }).toEqual({ flips: 1, decisions: 2 });
    expect(listedFlips[0]).toEqual({ row: 0, position: 1, from: 1, to: 0, margin: 1 });
  });

  test('are not looked for in a regression', () => {
    expect(compared([[1, 2]], [[2, 1]], exact, { decision: 'none' }).decisions).toBe(0);
  });

  test('with labels have an accuracy before and now', () => {
    const { accuracy } = compared(
      [
        [1, 0],
        [0, 1],
        [0, 1],
      ],
      [
        [1, 0],
        [0, 1],
        [1, 0],
      ],
      exact,
      {
        labels: Int32Array.of(0, 0, 0),
      },
    );
    expect(accuracy).toEqual({ stored: 1 / 3, predicted: 2 / 3 });
  });

  test('of distributions have a total variation per row', () => {
    const { totalVariation } = compared(
      [
        [0.5, 0.5],
        [1, 0],
      ],
      [
        [0.25, 0.75],
        [0, 1],
      ],
    );
    expect(totalVariation).toEqual({ mean: 0.625, largest: 1, row: 1 });
  });
});
