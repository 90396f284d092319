import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { heapPlace, heapValues } from '../../../../src/backends/wasm/heapTensor';
import type { OwnKernels } from '../../../../src/backends/wasm/own/OwnKernels';
import { randomVolume } from '../../reference/Volume';
import { relativeError } from '../gradients';
import { running, type Running } from './running';

let own: Running;
beforeAll(async () => {
  own = await running();
});

/** A kernel that computes each element of its results of one element of each of its inputs. */
interface Elementwise {
  readonly name: keyof OwnKernels;
  /** What is drawn for an input, in their order. */
  readonly inputs: readonly { readonly centre?: number; readonly spread?: number }[];
  /** Numbers that are one for all elements. */
  readonly numbers: fc.Arbitrary<readonly number[]>;
  readonly call: (
    kernels: OwnKernels,
    size: number,
    places: readonly number[],
    numbers: readonly number[],
  ) => void;
  /** In float64, by its definition. */
  readonly results: (inputs: readonly number[], numbers: readonly number[]) => readonly number[];
}

type Many = (...args: readonly (number | boolean)[]) => void;

const one = { centre: 1.5, spread: 0.5 };
const rate = fc.constantFrom(1e-3, 0.1, 0.7);
const share = fc.constantFrom(0, 0.5, 0.9, 0.99);
const flag = fc.constantFrom(0, 1);

const kernels: readonly Elementwise[] = [
  {
    name: 'gradientStep',
    inputs: [{}, {}],
    numbers: fc.tuple(rate),
    call: (at, size, [gradient, value, newValue], [by]) =>
      at.gradientStep(size, gradient!, value!, newValue!, -by!),
    results: ([gradient, value], [by]) => [value! - by! * gradient!],
  },
  {
    name: 'momentumStep',
    inputs: [{}, {}, {}],
    numbers: fc.tuple(rate, share, flag),
    call: (at, size, [g, v, velocity, newVelocity, newValue], [by, momentum, nesterov]) =>
      at.momentumStep(size, g!, v!, velocity!, newValue!, newVelocity!, -by!, momentum!, nesterov === 1),
    results: ([gradient, value, velocity], [by, momentum, nesterov]) => {
      const next = momentum! * velocity! + gradient!;
      const ahead = nesterov === 1 ? gradient! + momentum! * next : next;
      return [next, value! - by! * ahead];
    },
  },
  {
    // Gradients, values, mean squares above those of the means, moments, mean gradients. TensorFlow.js takes epsilon off in the centred form, where TensorFlow adds it.
    name: 'rmsPropStep',
    inputs: [{}, {}, one, {}, { spread: 0.5 }],
    numbers: fc.tuple(
      rate,
      fc.constantFrom(0.5, 0.9, 0.99),
      share,
      fc.constantFrom(1e-7, 1e-2),
      fc.constant(1),
    ),
    call: (at, size, places, [by, decay, momentum, epsilon, centred]) =>
      (at.rmsPropStep as Many)(size, ...places, by!, decay!, 1 - decay!, momentum!, epsilon!, centred!),
    results: ([g, value, meanSquare, moment, mean], [by, decay, momentum, epsilon]) => {
      const [square, centre] = [
        decay! * meanSquare! + (1 - decay!) * g! ** 2,
        decay! * mean! + (1 - decay!) * g!,
      ];
      const next = momentum! * moment! + (by! * g!) / Math.sqrt(square - centre ** 2 - epsilon!);
      return [value! - next, square, next, centre];
    },
  },
  {
    name: 'rmsPropStep',
    inputs: [{}, {}, one, {}],
    numbers: fc.tuple(rate, share, share, fc.constantFrom(1e-2, 1)),
    // What it has no use for lies where it may not be written to.
    call: (at, size, [g, v, square, moment, ...results], [by, decay, momentum, epsilon]) =>
      (at.rmsPropStep as Many)(
        ...[size, g!, v!, square!, moment!, 0, ...results, 0],
        ...[by!, decay!, 1 - decay!, momentum!, epsilon!, false],
      ),
    results: ([g, value, meanSquare, moment], [by, decay, momentum, epsilon]) => {
      const square = decay! * meanSquare! + (1 - decay!) * g! ** 2;
      const next = momentum! * moment! + (by! * g!) / Math.sqrt(square + epsilon!);
      return [value! - next, square, next];
    },
  },
  {
    name: 'normalisingFactors',
    inputs: [one, {}],
    numbers: fc.tuple(fc.constantFrom(1e-5, 1e-3, 1)),
    call: (at, size, [variance, gamma, reciprocal, scale], [epsilon]) =>
      at.normalisingFactors(size, variance!, gamma!, epsilon!, reciprocal!, scale!),
    results: ([variance, gamma], [epsilon]) => {
      const reciprocal = 1 / Math.sqrt(variance! + epsilon!);
      return [reciprocal, gamma! * reciprocal];
    },
  },
  {
    name: 'gradientFactors',
    inputs: [{}, one, {}, {}],
    numbers: fc.tuple(fc.integer({ min: 1, max: 30_000 })),
    call: (at, size, places, [rows]) => (at.gradientFactors as Many)(size, rows!, ...places),
    results: ([gamma, reciprocal, meanDy, centred], [rows]) => [
      gamma! * reciprocal!,
      -gamma! * reciprocal! ** 3 * centred!,
      reciprocal! * centred! * rows!,
      meanDy! * rows!,
    ],
  },
  {
    name: 'followed',
    inputs: [{}, {}],
    numbers: fc.tuple(share),
    call: (at, size, [old, value, target], [momentum]) =>
      at.followed(size, old!, value!, 1 - momentum!, target!),
    results: ([old, value], [momentum]) => [momentum! * old! + (1 - momentum!) * value!],
  },
];

/** Its results one after the other, and what stands behind each of them. */
function computed(
  { inputs, call }: Elementwise,
  values: readonly Float64Array[],
  results: number,
  numbers: readonly number[],
): { readonly results: readonly Float32Array[]; readonly behind: readonly number[] } {
  const size = values[0]!.length;
  const stretches = [...values, ...Array.from({ length: results }, () => new Float64Array(size))];
  const memory = tf.tensor1d(Float32Array.from(stretches.flatMap((stretch) => [...stretch, 7])));
  const start = heapPlace(own.backend, memory);
  const places = stretches.map((_, index) => start + 4 * index * (size + 1));
  call(own.kernels, size, places, numbers);
  const after = heapValues(own.backend, memory).slice();
  memory.dispose();
  const from = (index: number): number => index * (size + 1);
  return {
    results: stretches
      .slice(inputs.length)
      .map((_, index) => after.slice(from(inputs.length + index), from(inputs.length + index + 1) - 1)),
    behind: stretches.map((_, index) => after[from(index + 1) - 1]!),
  };
}

test.each(kernels.map((kernel) => [kernel.name, kernel.inputs.length, kernel] as const))(
  '%s of %i inputs is what it is defined to be, in float64, and writes nowhere else',
  (_, __, kernel) => {
    const sizes = fc.integer({ min: 1, max: 41 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 1e6 }), kernel.numbers, (size, seed, numbers) => {
        const values = kernel.inputs.map((drawn, at) => randomVolume([size], seed + at, drawn).values);
        const expected = Array.from({ length: size }, (__, element) =>
          kernel.results(
            values.map((of) => of[element]!),
            numbers,
          ),
        );
        const { results, behind } = computed(kernel, values, expected[0]!.length, numbers);
        results.forEach((result, at) => {
          const reference = Float64Array.from(expected, (of) => of[at]!);
          // Inputs are up to 2: what is left of their difference is not the largest of the numbers.
          const scale = Math.max(1, ...reference.map(Math.abs));
          expect(relativeError(result, { shape: [size], values: reference }, scale)).toBeLessThan(2e-6);
        });
        expect(new Set(behind)).toEqual(new Set([7]));
      }),
      { numRuns: 200 },
    );
  },
);

test('divided is each number by a number, in its place', () => {
  const drawn = fc.tuple(
    fc.integer({ min: 1, max: 41 }),
    fc.integer({ min: 1, max: 1e6 }),
    fc.integer({ min: 1, max: 3000 }),
  );
  fc.assert(
    fc.property(drawn, ([size, seed, by]) => {
      const { values } = randomVolume([size], seed);
      const memory = tf.tensor1d([...values, 7]);
      own.kernels.divided(size, heapPlace(own.backend, memory), by);
      const after = heapValues(own.backend, memory).slice();
      memory.dispose();
      const reference = values.map((value) => value / by);
      expect(relativeError(after.slice(0, size), { shape: [size], values: reference })).toBeLessThan(2e-6);
      expect(after[size]).toBe(7);
    }),
    { numRuns: 200 },
  );
});
