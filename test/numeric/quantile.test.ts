import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { quantile } from '../../src/numeric/quantile';

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('quantile', () => {
  test('is the value at p (n - 1) of the sorted values, on the line between its neighbours', () => {
    fc.assert(
      fc.property(values, share, (list, p) => {
        const sorted = [...list].sort((a, b) => a - b);
        const position = p * (sorted.length - 1);
        const [below, above] = [sorted[Math.floor(position)]!, sorted[Math.ceil(position)]!];
        const expected = below * (1 - (position % 1)) + above * (position % 1);
        expect(Math.abs(quantile(list, p) - expected)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(expected)));
      }),
    );
  });

  test('does not depend on the order of the values and leaves them as they are', () => {
    fc.assert(
      fc.property(values, share, (list, p) => {
        const before = [...list];
        expect(quantile([...list].reverse(), p)).toBe(quantile(list, p));
        expect(list).toEqual(before);
      }),
    );
  });

  test('sorts numbers as numbers: 10 comes after 9', () => {
    expect(quantile([10, 9, 1], 0.5)).toBe(9);
    expect(quantile([-1, -10, -9], 0)).toBe(-10);
  });

  test.each([
    // numpy.quantile([1, 2, 4, 8], p)
    [0, 1],
    [0.25, 1.75],
    [0.5, 3],
    [0.9, 6.8],
    [1, 8],
  ])("gives numpy's answer at p = %d", (p, expected) => {
    expect(quantile([4, 1, 8, 2], p)).toBeCloseTo(expected, 12);
  });

  test('is NaN when there are no values, and when one of them is NaN', () => {
    expect(quantile([], 0.5)).toBeNaN();
    expect(quantile([1, NaN, 3], 0)).toBeNaN();
  });

  test('stays Infinity between infinite neighbours', () => {
    expect(quantile([Infinity, Infinity, 1], 0.9)).toBe(Infinity);
  });
});
