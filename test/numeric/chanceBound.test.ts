import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assignment } from '../../src/numeric/assignment';
import { binomialCdf } from '../../src/numeric/binomialCdf';
import { chanceBound, logFactorial } from '../../src/numeric/chanceBound';

test('chanceBound is never below the probability itself, and 1 where as many are expected', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (trials, p, share) => {
        const right = Math.round(share * trials);
        const exact = 1 - binomialCdf(right - 1, trials, p);
        expect(chanceBound(right, trials, p, 0)).toBeGreaterThanOrEqual(exact - 1e-12);
      },
    ),
  );
  expect(chanceBound(5, 10, 0.5, 0)).toBe(1);
  expect(chanceBound(10, 10, 0.5, 0)).toBeCloseTo(2 ** -10, 12);
  expect(chanceBound(10, 10, 0.5, Math.log(4))).toBeCloseTo(2 ** -8, 12);
});

test('logFactorial', () => {
  expect(logFactorial(0)).toBe(0);
  expect(Math.exp(logFactorial(6))).toBeCloseTo(720, 9);
});

test('assignment costs no more than any other permutation', () => {
  const permutations = (of: readonly number[]): number[][] =>
    of.length === 0
      ? [[]]
      : of.flatMap((first) =>
          permutations(of.filter((each) => each !== first)).map((rest) => [first, ...rest]),
        );
  const matrices = fc.integer({ min: 1, max: 5 }).chain((size) =>
    fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: size, maxLength: size }), {
      minLength: size,
      maxLength: size,
    }),
  );
  fc.assert(
    fc.property(matrices, (costs) => {
      const cost = (columns: readonly number[]): number =>
        columns.reduce((sum, column, row) => sum + costs[row]![column]!, 0);
      const found = assignment(costs);
      expect([...found].sort()).toEqual(costs.map((_, i) => i));
      expect(cost(found)).toBe(Math.min(...permutations(costs.map((_, i) => i)).map(cost)));
    }),
  );
});
