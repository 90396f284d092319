import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { storedStep } from '../../src/numeric/storedStep';

/** As tfjs-core stores and reads weights in 8 bits: `round((value - min) / scale) * scale + min`, in float32. */
function through8Bits(values: readonly number[]): { stored: Float32Array; scale: number } {
  const [min, max] = [Math.min(...values), Math.max(...values)];
  const scale = (max - min) / 255;
  return {
    stored: Float32Array.from(values, (value) => Math.round((value - min) / scale) * scale + min),
    scale,
  };
}

const weights = fc.array(fc.double({ min: -50, max: 900, noNaN: true }), { minLength: 8, maxLength: 200 });

describe('storedStep', () => {
  test('is the scale of numbers that went through 8 bits, wherever they lie', () => {
    fc.assert(
      fc.property(weights, fc.double({ min: 1e-4, max: 1e3, noNaN: true }), (values, size) => {
        const scaled = values.map((value) => value * size);
        fc.pre(Math.max(...scaled) - Math.min(...scaled) > 1e-3 * size);
        const { stored, scale } = through8Bits(scaled);
        expect(storedStep(stored) / scale).toBeCloseTo(1, 3);
      }),
      { numRuns: 300 },
    );
  });

  test('is 0 for numbers that did not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 200 }), fc.integer(), (count, seed) => {
        const values = fc.sample(fc.double({ min: 0, max: 1, noNaN: true, noDefaultInfinity: true }), {
          numRuns: count,
          seed,
        });
        const spread = values.map((value, i) => Math.fround(Math.sin(1 + i * 12.9898 + value) * 43758.5453));
        expect(storedStep(spread)).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  test.each([[[]], [[1]], [[0, 255, 128]], [new Array<number>(20).fill(3)], [[1, 2, 3, 4, 5, 6, 7, NaN]]])(
    'is 0 for %j: too few, all the same, or no numbers',
    (values) => {
      expect(storedStep(values)).toBe(0);
    },
  );
});
