import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { mean } from '../../src/numeric/mean';
import { permutation } from '../../src/numeric/permutation';
import { seededRandom } from '../../src/numeric/seededRandom';

const seed = fc.integer().filter((value) => value !== 0);
const take = (random: () => number, count: number): number[] => Array.from({ length: count }, random);

describe('permutation', () => {
  test('holds every number from 0 once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), seed, (count, from) => {
        const order = permutation(count, seededRandom(from));
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
      }),
    );
  });

  test('is the same for the same seed, and another for another', () => {
    fc.assert(
      fc.property(seed, (from) => {
        const order = permutation(50, seededRandom(from));
        expect(permutation(50, seededRandom(from))).toEqual(order);
        expect(permutation(50, seededRandom(from + 1))).not.toEqual(order);
      }),
    );
  });

  test('gives each of the six orders of three its share', () => {
    const random = seededRandom(1);
    const seen = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = permutation(3, random).join('');
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect(seen.size).toBe(6);
    // 1000 expected; five standard deviations are 144.
    for (const times of seen.values()) expect(Math.abs(times - 1000)).toBeLessThan(144);
  });
});

describe('seededRandom', () => {
  test('gives the same numbers for the same seed, others for another, all from 0 to below 1', () => {
    fc.assert(
      fc.property(seed, (from) => {
        const numbers = take(seededRandom(from), 20);
        expect(take(seededRandom(from), 20)).toEqual(numbers);
        expect(take(seededRandom(from + 1), 20)).not.toEqual(numbers);
        expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
      }),
    );
  });

  test('gives the numbers that it gave when recordings were first made', () => {
    expect(take(seededRandom(7), 3)).toEqual([0.36459518410265446, 0.007880980148911476, 0.1876203876454383]);
  });

  test('neither reads nor moves Math.random', () => {
    const original = Math.random;
    Math.random = () => {
      throw new Error('drawn');
    };
    try {
      expect(seededRandom(3)()).toBe(seededRandom(3)());
    } finally {
      Math.random = original;
    }
  });
});

describe('mean', () => {
  test('adds up in float64, whatever the values are stored in', () => {
    const values = new Float32Array(1_000_000).fill(0.1);
    expect(mean(values)).toBeCloseTo(Math.fround(0.1), 12);
  });

  test('is NaN for nothing', () => {
    expect(mean([])).toBeNaN();
  });
});
