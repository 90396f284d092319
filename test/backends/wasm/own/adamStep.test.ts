import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { adamStep, type AdamRates } from '../../../../src/backends/wasm/optimizers/adamStep';
import { heapStart, heapValues } from '../../../../src/backends/wasm/heapTensor';
import { ownAdamStep } from '../../../../src/backends/wasm/own/adamStep';
import { randomVolume, zeros, type Volume } from '../../reference/Volume';
import { relativeError, tensorOf } from '../gradients';
import { running, type Running } from './running';

let own: Running;
beforeAll(async () => {
  own = await running();
});

const places = ['gradient', 'value', 'first', 'second', 'newValue', 'newFirst', 'newSecond'] as const;

const cases = fc.record({
  size: fc.integer({ min: 1, max: 41 }),
  seed: fc.integer({ min: 1, max: 1e6 }),
  rates: fc.record({
    beta1: fc.constantFrom(0.9, 0.5),
    beta2: fc.constantFrom(0.999, 0.9),
    epsilon: fc.constantFrom(1e-7, 1e-3),
    rate: fc.constantFrom(1e-3, 0.1),
    unbias: fc.constantFrom(1, 1000),
  }),
});

/** Once in float64, once on the heap: the seven stretches of memory, one after the other. */
function steps(size: number, seed: number, rates: AdamRates): { got: Float32Array; expected: Float64Array } {
  const given: Volume[] = places.slice(0, 4).map((_, index) => randomVolume([size], seed + index));
  // Second moments are means of squares.
  given[3] = { shape: [size], values: (given[3] as Volume).values.map((value) => value * value) };
  const expected = Float64Array.from(
    [...given, zeros([3 * size])].flatMap(({ values }) => Array.from(values)),
  );
  const memory = tensorOf({ shape: [7 * size], values: expected });
  const at = (start: number): Record<(typeof places)[number], number> =>
    Object.fromEntries(places.map((name, index) => [name, start + index * size])) as ReturnType<typeof at>;
  adamStep(expected as unknown as Float32Array, at(0), size, rates);
  ownAdamStep(own.kernels, at(heapStart(own.backend, memory)), size, rates);
  const got = heapValues(own.backend, memory).slice();
  memory.dispose();
  return { got, expected };
}

test('a step of Adam is that of the algorithm in float64, to the rounding of float32', () => {
  fc.assert(
    fc.property(cases, ({ size, seed, rates }) => {
      const { got, expected } = steps(size, seed, rates);
      const part = (from: number, to: number): [Float32Array, Volume] => [
        got.slice(from * size, to * size),
        { shape: [(to - from) * size], values: expected.slice(from * size, to * size) },
      ];
      expect(relativeError(...part(0, 4), 1)).toBeLessThan(1e-7);
      // Moments up to one, and values up to one less a step of some rates: where the second moment is all but nothing, many.
      expect(relativeError(...part(5, 7), 1)).toBeLessThan(2e-7);
      const [values, { values: before }] = [part(4, 5), part(1, 2)[1]];
      values[1].values.forEach((value, index) => {
        const step = Math.abs(value - (before[index] ?? NaN));
        expect(Math.abs((values[0][index] ?? NaN) - value)).toBeLessThan(2e-7 + 2e-6 * step);
      });
    }),
    { numRuns: 200 },
  );
  expect(tf.memory().numTensors).toBe(0);
});
