import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { shortestFloat32 } from '../../src/numeric/shortestFloat32';

test('any float32 comes back from its digits, and they fit in 15 characters', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffffff }), (bits) => {
      const [value] = new Float32Array(Uint32Array.of(bits).buffer) as unknown as [number];
      const text = shortestFloat32(value);
      expect(Math.fround(Number(text))).toBe(value);
      expect(text.length).toBeLessThanOrEqual(15);
    }),
    { numRuns: 5000 },
  );
});

test('there are no more digits than needed', () => {
  const shown = [0.1, 0.3, 1 / 3, 100, 1e10, 6.2e-5, -0, NaN, Infinity, -Infinity, 1.4e-45, 16777216];
  expect(shown.map((value) => shortestFloat32(Math.fround(value)))).toEqual([
    '0.1',
    '0.3',
    '0.33333334',
    '100',
    '10000000000',
    '0.000062',
    '-0',
    'NaN',
    'Infinity',
    '-Infinity',
    '1e-45',
    '16777216',
  ]);
});
