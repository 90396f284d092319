import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../src/numeric/seededRandom';
import type { Table } from '../../../src/probes/metrics/Table';
import { isBeyondChance } from '../../../src/probes/repairs/isBeyondChance';
import { permutedClasses } from '../../../src/probes/repairs/permutedClasses';
import { bestOrder } from '../../../src/probes/repairs/rowOrders';
import { table, tableOfRows } from '../metrics/tables';

const oneHot = (classes: readonly number[], count: number): Table =>
  tableOfRows(classes.map((c) => Array.from({ length: count }, (_, i) => Number(i === c))));
const drawn = (rows: number, classes: number, seed: number): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: rows }, () => Math.floor(classes * random()));
};

describe('targets and predictions that have nothing to do with each other', () => {
  test.each([
    [3, 3],
    [30, 3],
    [200, 10],
  ])('are repaired by nothing: %d rows of %d classes', (rows, classes) => {
    for (let seed = 1; seed <= 100; seed++) {
      const targets = oneHot(drawn(rows, classes, seed), classes);
      const predictions = oneHot(drawn(rows, classes, seed + 1000), classes);
      expect(isBeyondChance([targets], [predictions], 14)).toBe(false);
      expect(permutedClasses(targets, predictions)).toBeUndefined();
      expect(bestOrder(targets, predictions)).toBeUndefined();
    }
  });

  test('nor are numbers', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const numbers = (of: number): Table => {
        const random = seededRandom(of);
        return table([40, 1], Array.from({ length: 40 }, random));
      };
      const [targets, predictions] = [numbers(seed), numbers(seed + 1000)];
      expect(isBeyondChance([targets], [predictions], 14)).toBe(false);
      expect(bestOrder(targets, predictions)).toBeUndefined();
    }
  });

  test('nor predictions of one class only', () => {
    const targets = oneHot(drawn(90, 3, 5), 3);
    const predictions = oneHot(new Array<number>(90).fill(1), 3);
    expect(isBeyondChance([targets], [predictions], 14)).toBe(false);
    expect(permutedClasses(targets, predictions)).toBeUndefined();
    expect(bestOrder(targets, predictions)).toBeUndefined();
  });
});

describe('targets that predictions are right about, in another way', () => {
  const classes = drawn(60, 4, 7);

  test('the permutation is found, with a share of wrong rows too', () => {
    const to = [2, 0, 3, 1];
    const said = classes.map((c, row) => (row % 10 === 0 ? (to[c]! + 1) % 4 : to[c]!));
    expect(permutedClasses(oneHot(classes, 4), oneHot(said, 4))).toEqual({ to, right: 0.9 });
    expect(permutedClasses(oneHot(classes, 4), oneHot(classes, 4))).toBeUndefined();
  });

  test('the shift is found', () => {
    const said = classes.map((_, row) => classes[(row + 7) % 60]!);
    expect(bestOrder(oneHot(classes, 4), oneHot(said, 4))).toEqual({ kind: 'shifted', by: 7 });
    expect(bestOrder(oneHot(classes, 4), oneHot(classes, 4))).toBeUndefined();
  });

  test('and where they are right as they are, that is beyond chance for many rows and not for three', () => {
    expect(isBeyondChance([oneHot(classes, 4)], [oneHot(classes, 4)], 14)).toBe(true);
    const few = oneHot([0, 1, 2], 3);
    expect(isBeyondChance([few], [few], 14)).toBe(false);
  });
});
