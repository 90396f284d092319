import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { firstNonFinite } from '../../src/numeric/firstNonFinite';

test('finds what Number.isFinite finds first', () => {
  const number = fc.oneof({ weight: 20, arbitrary: fc.double() }, fc.constantFrom(NaN, Infinity, -Infinity));
  fc.assert(
    fc.property(fc.array(number), (values) => {
      expect(firstNonFinite(values)).toBe(values.findIndex((value) => !Number.isFinite(value)));
    }),
  );
});

test('takes the largest and the smallest numbers for finite', () => {
  expect(firstNonFinite([Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, 0, -0])).toBe(-1);
});
