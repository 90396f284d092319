import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { MovingAverage } from '../../src/numeric/MovingAverage';

test('a moving average is where rounds without end of the same vectors leave one', () => {
  const number = fc.double({ min: -100, max: 100, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 9 }),
      fc.double({ min: 0, max: 0.95, noNaN: true }),
      (vectors, momentum) => {
        const average = new MovingAverage(2, momentum);
        for (const vector of vectors) average.add(vector);
        const settled = [0, 0];
        for (let round = 0; round < 700; round++)
          for (const vector of vectors)
            for (const c of [0, 1]) settled[c] = momentum * settled[c]! + (1 - momentum) * vector[c]!;
        for (const c of [0, 1]) expect(Math.abs(average.value[c]! - settled[c]!)).toBeLessThan(1e-9);
      },
    ),
  );
});

test('one that takes nothing in has no value', () => {
  const average = new MovingAverage(1, 1);
  average.add([3]);
  expect(average.value[0]).toBeNaN();
});
