import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { evenRanges } from '../../../../src/backends/wasm/threads/evenRanges';

test('ranges follow one another from 0 to the total, each a multiple of the step but the last', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      (total, parts, step) => {
        const ranges = evenRanges(total, parts, step);
        expect(ranges.length).toBe(Math.min(parts, Math.ceil(total / step)));
        expect(ranges.map(([from]) => from)).toEqual([0, ...ranges.slice(0, -1).map(([, to]) => to)]);
        expect(ranges.at(-1)![1]).toBe(total);
        const lengths = ranges.map(([from, to]) => to - from);
        for (const length of lengths.slice(0, -1)) expect(length % step).toBe(0);
        expect(Math.min(...lengths)).toBeGreaterThan(0);
        expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThan(2 * step);
      },
    ),
  );
});

test('nothing is one empty range', () => {
  expect(evenRanges(0, 3, 8)).toEqual([[0, 0]]);
});
