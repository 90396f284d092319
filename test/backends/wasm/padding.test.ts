import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { counted } from './own/counted';
import { wasmWithTrainingKernels } from './wasmWithTrainingKernels';

beforeAll(wasmWithTrainingKernels);

type Pair = [before: number, after: number];

const oneTo = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
const edges: fc.Arbitrary<Pair> = fc.tuple(fc.nat(3), fc.nat(3));

/** Images of two or three dimensions, and what is put around them or cut off. */
const images = fc
  .tuple(oneTo(3), fc.array(oneTo(6), { minLength: 2, maxLength: 3 }), oneTo(9), oneTo(1000))
  .chain(([batch, sizes, channels, seed]) =>
    fc.record({
      shape: fc.constant([batch, ...sizes, channels]),
      paddings: fc.tuple(...sizes.map(() => edges)).map((all): Pair[] => [[0, 0], ...all, [0, 0]]),
      cuts: fc
        .tuple(...sizes.map((size) => fc.tuple(fc.nat(size - 1), fc.nat(size - 1))))
        .map((all) => all.map(([one, other]): Pair => [Math.min(one, other), Math.max(one, other) + 1])),
      seed: fc.constant(seed),
    }),
  );

/** What an operation gives, and its gradient. */
function computed(of: (x: tf.Tensor) => tf.Tensor, shape: readonly number[], seed: number): number[][] {
  return tf.tidy(() => {
    const x = tf.randomNormal([...shape], 0, 1, 'float32', seed);
    const dy = tf.randomNormal(of(x).shape, 0, 1, 'float32', seed + 1);
    const { value, grad } = tf.valueAndGrad(of)(x, dy);
    return [Array.from(value.dataSync()), Array.from(grad.dataSync())];
  });
}

/** By the definition, number by number: where in x each number of the result stands, -1 where there is none. */
function placesIn(shape: readonly number[], begin: readonly number[], size: readonly number[]): number[] {
  const walk = (axis: number, at: number): number[] =>
    axis === shape.length
      ? [at]
      : Array.from({ length: size[axis]! }, (_, index) => index + begin[axis]!).flatMap((index) =>
          walk(axis + 1, at < 0 || index < 0 || index >= shape[axis]! ? -1 : at * shape[axis]! + index),
        );
  return walk(0, 0);
}

function expected(shape: readonly number[], places: readonly number[], seed: number): number[][] {
  return tf.tidy(() => {
    const x = tf.randomNormal([...shape], 0, 1, 'float32', seed).dataSync();
    const dy = tf.randomNormal([places.length], 0, 1, 'float32', seed + 1).dataSync();
    const dx = new Array<number>(x.length).fill(0);
    places.forEach((place, at) => {
      if (place >= 0) dx[place] = dy[at]!;
    });
    return [places.map((place) => (place < 0 ? 0 : x[place]!)), dx];
  });
}

describe('inside a gradient', () => {
  test('zeros around images, and the gradient of that, are right', () => {
    fc.assert(
      fc.property(images, ({ shape, paddings, seed }) => {
        const size = shape.map((length, axis) => length + paddings[axis]![0] + paddings[axis]![1]);
        const places = placesIn(
          shape,
          paddings.map(([before]) => -before),
          size,
        );
        expect(computed((x) => tf.pad(x, paddings), shape, seed)).toEqual(expected(shape, places, seed));
      }),
      { numRuns: 200 },
    );
  });

  test('images cut, and the gradient of that, are right', () => {
    fc.assert(
      fc.property(images, ({ shape, cuts, seed }) => {
        const begin = [0, ...cuts.map(([from]) => from), 0];
        const size = [shape[0], ...cuts.map(([from, to]) => to - from), shape.at(-1)!];
        const of = (x: tf.Tensor): tf.Tensor => tf.slice(x, begin, size);
        expect(computed(of, shape, seed)).toEqual(expected(shape, placesIn(shape, begin, size), seed));
      }),
      { numRuns: 200 },
    );
  });

  test('it is the own kernel that does both; what is no image, or padded with other numbers, is left to the shipped ones', () => {
    const around: Pair[] = [
      [0, 0],
      [1, 1],
      [1, 1],
      [0, 0],
    ];
    const calls = (of: (x: tf.Tensor) => tf.Tensor): number => {
      const own = counted('padImages');
      computed(of, [2, 3, 3, 4], 1);
      own.stop();
      return own.calls();
    };
    expect(calls((x) => tf.pad(x, around))).toBe(2);
    expect(calls((x) => tf.pad(x, around, 7))).toBe(1);
    expect(calls((x) => tf.pad(x, [[1, 0], ...around.slice(1)]))).toBe(0);
    expect(calls((x) => tf.slice(x, [0, 0, 0, 1], [2, 3, 3, 2]))).toBe(0);
    expect(
      calls((x) =>
        tf.pad(tf.reshape(x, [18, 4]), [
          [1, 1],
          [0, 0],
        ]),
      ),
    ).toBe(0);
  });
});
