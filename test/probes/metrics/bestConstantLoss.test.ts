import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { mean } from '../../../src/numeric/mean';
import { bestConstantLoss } from '../../../src/probes/metrics/bestConstantLoss';
import { coreLossFormula, lossFormula } from '../../../src/probes/metrics/formulas';
import type { KnownLoss } from '../../../src/probes/metrics/knownLosses';
import { isLossName } from '../../../src/probes/metrics/lossFunctions';
import type { Table } from '../../../src/probes/metrics/Table';
import { tableOfRows } from './tables';

const of = (name: KnownLoss, targets: Table, predictions: Table): Float64Array =>
  (isLossName(name) ? lossFormula(name) : coreLossFormula(name)).of(targets, predictions)!.values;

function lossOf(name: KnownLoss, targets: Table, constant: readonly number[]): number {
  const predictions = tableOfRows(Array.from({ length: targets.rows }, () => [...constant]));
  return mean(of(name, targets, predictions));
}

/** The loss of predicting the targets themselves: 0 but for Poisson. */
const perfect = (name: KnownLoss, targets: Table): number =>
  name === 'poisson' ? mean(of(name, targets, targets)) : 0;

const column = (of: fc.Arbitrary<number>): fc.Arbitrary<number[][]> =>
  fc.array(
    of.map((value) => [value]),
    { minLength: 2, maxLength: 12 },
  );
const eighths = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 8 * min, max: 8 * max }).map((value) => value / 8);

const perColumn: readonly [KnownLoss, fc.Arbitrary<number[][]>, number, number][] = [
  ['meanSquaredError', column(eighths(-4, 4)), -5, 5],
  ['meanAbsoluteError', column(eighths(-4, 4)), -5, 5],
  ['meanAbsolutePercentageError', column(eighths(1, 4)), 0, 5],
  ['meanSquaredLogarithmicError', column(eighths(0, 4)), 0, 5],
  ['hinge', column(fc.constantFrom(-1, 1)), -2, 2],
  ['squaredHinge', column(fc.constantFrom(-1, 1)), -2, 2],
  ['logcosh', column(eighths(-4, 4)), -5, 5],
  ['poisson', column(eighths(0, 4)), 0, 5],
  ['binaryCrossentropy', column(fc.constantFrom(0, 1)), 0, 1],
  ['absoluteDifference', column(eighths(-4, 4)), -5, 5],
  ['huberLoss', column(eighths(-4, 4)), -5, 5],
  ['hingeLoss', column(fc.constantFrom(0, 1)), -2, 2],
  ['logLoss', column(fc.constantFrom(0, 1)), 0, 1],
  ['sigmoidCrossEntropy', column(fc.constantFrom(0, 1)), -9, 9],
];

describe('bestConstantLoss', () => {
  test.each(perColumn)('no constant on a grid has a smaller %s', (name, targets, low, high) => {
    fc.assert(
      fc.property(targets, (rows) => {
        const table = tableOfRows(rows);
        fc.pre(new Set(table.values).size > 1);
        const best = bestConstantLoss(name, table, 1) + perfect(name, table);
        const grid = Array.from({ length: 201 }, (_, i) => low + ((high - low) * i) / 200);
        const smallest = Math.min(...grid.map((constant) => lossOf(name, table, [constant])));
        expect(best).toBeLessThanOrEqual(smallest + 1e-6);
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
          const best = bestConstantLoss(name, tableOfRows(rows), 3);
          for (let a = 0; a <= 20; a++) {
            for (let b = 0; a + b <= 20; b++) {
              const constant = [a / 20, b / 20, (20 - a - b) / 20];
              expect(best).toBeLessThanOrEqual(lossOf(name, tableOfRows(rows), constant) + 1e-6);
            }
          }
        }),
        { numRuns: 20 },
      );
    },
  );

  test('is no less for Poisson where its loss passes through 0, at a mean of e', () => {
    const targets = tableOfRows([[2.4], [3.0365]]);
    expect(lossOf('poisson', targets, [mean(targets.values)])).toBeCloseTo(0, 3);
    expect(bestConstantLoss('poisson', targets, 1)).toBeCloseTo(0.0187, 3);
  });

  test('is what a constant direction misses for cosineProximity', () => {
    const across = tableOfRows([
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
    expect(bestConstantLoss('categoricalCrossentropy', tableOfRows(rows), 3)).toBeCloseTo(Math.log(3), 6);
    expect(bestConstantLoss('sparseCategoricalCrossentropy', tableOfRows([[0], [1], [2]]), 3)).toBeCloseTo(
      Math.log(3),
      6,
    );
  });

  test('is that of the frequencies for logits of a softmax', () => {
    const rows = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 1, 0],
    ];
    const entropy = -(Math.log(1 / 3) + 2 * Math.log(2 / 3)) / 3;
    expect(bestConstantLoss('softmaxCrossEntropy', tableOfRows(rows), 3)).toBeCloseTo(entropy, 6);
  });

  test('is not known for a loss that is not', () => {
    expect(bestConstantLoss(undefined, tableOfRows([[1], [2]]), 1)).toBeUndefined();
  });

  test('is the loss of an uninformed prediction where targets never vary', () => {
    const ones = [[1], [1]];
    const first = [
      [1, 0],
      [1, 0],
    ];
    expect(bestConstantLoss('categoricalCrossentropy', tableOfRows(first), 2)).toBeCloseTo(Math.LN2, 6);
    expect(bestConstantLoss('binaryCrossentropy', tableOfRows(ones), 1)).toBeCloseTo(Math.LN2, 6);
    expect(bestConstantLoss('binaryCrossentropy', tableOfRows([[0], [0]]), 1)).toBeCloseTo(Math.LN2, 6);
    expect(bestConstantLoss('meanSquaredError', tableOfRows([[3], [3]]), 1)).toBeCloseTo(9, 6);
    expect(bestConstantLoss('meanSquaredError', tableOfRows([[0], [0]]), 1)).toBe(1);
    expect(bestConstantLoss('logLoss', tableOfRows(ones), 1)).toBeCloseTo(Math.LN2, 6);
    expect(bestConstantLoss('sigmoidCrossEntropy', tableOfRows(ones), 1)).toBeCloseTo(Math.LN2, 6);
    expect(bestConstantLoss('softmaxCrossEntropy', tableOfRows(first), 2)).toBeCloseTo(Math.LN2, 6);
  });
});
