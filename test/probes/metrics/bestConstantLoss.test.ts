import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { mean } from '../../../src/numeric/mean';
import { bestConstantLoss } from '../../../src/probes/metrics/bestConstantLoss';
import { lossFunctions, type LossName } from '../../../src/probes/metrics/lossFunctions';
import { perRowOf } from '../../../src/probes/metrics/Metric';
import { rowWeights } from '../../../src/probes/metrics/rowWeights';
import type { Table } from '../../../src/probes/metrics/Table';

const tableOf = (rows: readonly (readonly number[])[]): Table => ({
  rows: rows.length,
  positions: 1,
  columns: rows[0]!.length,
  values: Float32Array.from(rows.flat()),
});

function lossOf(name: LossName, targets: Table, constant: readonly number[]): number {
  const predictions = tableOf(Array.from({ length: targets.rows }, () => [...constant]));
  return mean(perRowOf(lossFunctions[name])(targets, predictions));
}

/** The loss of predicting the targets themselves: 0 but for Poisson. */
const perfect = (name: LossName, targets: Table): number =>
  name === 'poisson' ? mean(perRowOf(lossFunctions[name])(targets, targets)) : 0;

const column = (of: fc.Arbitrary<number>): fc.Arbitrary<number[][]> =>
  fc.array(
    of.map((value) => [value]),
    { minLength: 2, maxLength: 12 },
  );
const eighths = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 8 * min, max: 8 * max }).map((value) => value / 8);

const perColumn: readonly [LossName, fc.Arbitrary<number[][]>, number, number][] = [
  ['meanSquaredError', column(eighths(-4, 4)), -5, 5],
  ['meanAbsoluteError', column(eighths(-4, 4)), -5, 5],
  ['meanAbsolutePercentageError', column(eighths(1, 4)), 0, 5],
  ['meanSquaredLogarithmicError', column(eighths(0, 4)), 0, 5],
  ['hinge', column(fc.constantFrom(-1, 1)), -2, 2],
  ['squaredHinge', column(fc.constantFrom(-1, 1)), -2, 2],
  ['logcosh', column(eighths(-4, 4)), -5, 5],
  ['poisson', column(eighths(0, 4)), 0, 5],
  ['binaryCrossentropy', column(fc.constantFrom(0, 1)), 0, 1],
];

describe('bestConstantLoss', () => {
  test.each(perColumn)('no constant on a grid has a smaller %s', (name, targets, low, high) => {
    fc.assert(
      fc.property(targets, (rows) => {
        const table = tableOf(rows);
        fc.pre(new Set(table.values).size > 1);
        const best = bestConstantLoss(name, table, 1) + perfect(name, table);
        for (let i = 0; i <= 200; i++) {
          const constant = low + ((high - low) * i) / 200;
          expect(best).toBeLessThanOrEqual(lossOf(name, table, [constant]) + 1e-6);
        }
      }),
      { numRuns: 25 },
    );
  });

  test.each(['categoricalCrossentropy', 'sparseCategoricalCrossentropy'] as const)(
    'no distribution on a grid has a smaller %s',
    (name) => {
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 3, maxLength: 20 }), (classes) => {
          fc.pre(new Set(classes).size > 1);
          const sparse = name === 'sparseCategoricalCrossentropy';
          const rows = classes.map((c) => (sparse ? [c] : [0, 1, 2].map((i) => Number(i === c))));
          const best = bestConstantLoss(name, tableOf(rows), 3);
          for (let a = 0; a <= 20; a++) {
            for (let b = 0; a + b <= 20; b++) {
              const constant = [a / 20, b / 20, (20 - a - b) / 20];
              expect(best).toBeLessThanOrEqual(lossOf(name, tableOf(rows), constant) + 1e-6);
            }
          }
        }),
        { numRuns: 20 },
      );
    },
  );

  test('is no less for Poisson where its loss passes through 0, at a mean of e', () => {
    const targets = tableOf([[2.4], [3.0365]]);
    expect(lossOf('poisson', targets, [mean(targets.values)])).toBeCloseTo(0, 3);
    expect(bestConstantLoss('poisson', targets, 1)).toBeCloseTo(0.0187, 3);
  });

  test('is what a constant direction misses for cosineProximity', () => {
    const across = tableOf([
      [1, 0],
      [0, 1],
    ]);
    expect(bestConstantLoss('cosineProximity', across, 2)).toBeCloseTo(1 - Math.SQRT1_2, 6);
  });

  test('is ln 3 for three classes that are equally many', () => {
    const rows = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    expect(bestConstantLoss('categoricalCrossentropy', tableOf(rows), 3)).toBeCloseTo(Math.log(3), 6);
    expect(bestConstantLoss('sparseCategoricalCrossentropy', tableOf([[0], [1], [2]]), 3)).toBeCloseTo(
      Math.log(3),
      6,
    );
  });

  test('is the loss of an uninformed prediction where targets never vary', () => {
    const ones = [[1], [1]];
    const first = [
      [1, 0],
      [1, 0],
    ];
    expect(bestConstantLoss('categoricalCrossentropy', tableOf(first), 2)).toBeCloseTo(Math.LN2, 6);
    expect(bestConstantLoss('binaryCrossentropy', tableOf(ones), 1)).toBeCloseTo(Math.LN2, 6);
    expect(bestConstantLoss('binaryCrossentropy', tableOf([[0], [0]]), 1)).toBeCloseTo(Math.LN2, 6);
    expect(bestConstantLoss('meanSquaredError', tableOf([[3], [3]]), 1)).toBeCloseTo(9, 6);
    expect(bestConstantLoss('meanSquaredError', tableOf([[0], [0]]), 1)).toBe(1);
  });
});

describe('rowWeights', () => {
  test('weighs a row by its class: the largest column, or the one number', () => {
    const classWeight = { 0: 3, 1: 0.5 };
    const rows = [
      [0, 1, 0],
      [1, 0, 0],
      [0, 0, 1],
    ];
    expect(rowWeights(tableOf(rows), classWeight)).toEqual(Float64Array.of(0.5, 3, 1));
    expect(rowWeights(tableOf([[1], [0]]), classWeight)).toEqual(Float64Array.of(0.5, 3));
  });

  test('is undefined where all weigh the same', () => {
    expect(rowWeights(tableOf([[1]]), undefined)).toBeUndefined();
  });
});
