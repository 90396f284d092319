import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { binomialCdf } from '../../src/numeric/binomialCdf';

const denominator = 1n << 20n;

/** P[X <= successes] at p = numerator / 2^20 in whole numbers, rounded once at the end. */
function exactCdf(successes: number, trials: number, numerator: bigint): number {
  const [k, n] = [BigInt(successes), BigInt(trials)];
  let sum = 0n;
  let choose = 1n;
  for (let i = 0n; i <= k; i++) {
    if (i > 0n) choose = (choose * (n - i + 1n)) / i;
    sum += choose * numerator ** i * (denominator - numerator) ** (n - i);
  }
  const digits = 60n;
  return Number((sum * 10n ** digits) / denominator ** n) / 10 ** Number(digits);
}

describe('binomialCdf', () => {
  test('is the exact sum to nine digits', () => {
    const cases = fc.integer({ min: 1, max: 300 }).chain((trials) =>
      fc.record({
        trials: fc.constant(trials),
        successes: fc.integer({ min: 0, max: trials - 1 }),
        numerator: fc.integer({ min: 1, max: 2 ** 20 - 1 }),
      }),
    );
    fc.assert(
      fc.property(cases, ({ trials, successes, numerator }) => {
        const exact = exactCdf(successes, trials, BigInt(numerator));
        const found = binomialCdf(successes, trials, numerator / 2 ** 20);
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(1e-9 * Math.max(exact, 1e-30));
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    // scipy.stats.binom.cdf
    [3, 10, 0.5, 0.171875],
    [0, 10, 0.95, 9.765625e-14],
    [9, 10, 0.95, 0.4012630607616213],
    [90, 100, 0.95, 0.02818829416327044],
  ])('P[X <= %d] of %d at %d is %d', (successes, trials, p, expected) => {
    expect(Math.abs(binomialCdf(successes, trials, p) / expected - 1)).toBeLessThan(1e-9);
  });

  test('keeps its digits over a million trials', () => {
    // Symmetric: P[X <= (n - 1) / 2] is exactly one half for odd n at p = 0.5.
    expect(binomialCdf(500_000, 1_000_001, 0.5)).toBeCloseTo(0.5, 9);
  });

  test('is certain at its ends', () => {
    expect(binomialCdf(-1, 10, 0.5)).toBe(0);
    expect(binomialCdf(10, 10, 0.5)).toBe(1);
    expect(binomialCdf(0, 10, 0)).toBe(1);
    expect(binomialCdf(0, 10, -0.05)).toBe(1);
    expect(binomialCdf(9, 10, 1)).toBe(0);
  });
});
