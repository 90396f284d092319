import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { installTrainingKernels } from '../../../src/backends/wasm/installTrainingKernels';
import { counted } from './own/counted';
import { wasmWithTrainingKernels } from './wasmWithTrainingKernels';

beforeAll(wasmWithTrainingKernels);
beforeEach(() => void installTrainingKernels());

interface Operation {
  readonly name: string;
  readonly of: (x: tf.Tensor) => tf.Tensor;
  /** By TensorFlow's documentation. */
  readonly slope: (x: number) => number;
}

const operations: readonly Operation[] = [
  { name: 'relu', of: (x) => tf.relu(x), slope: (x) => (x > 0 ? 1 : 0) },
  { name: 'relu6', of: (x) => tf.relu6(x), slope: (x) => (x > 0 && x <= 6 ? 1 : 0) },
  { name: 'leakyRelu', of: (x) => tf.leakyRelu(x, 0.3), slope: (x) => (x > 0 ? 1 : Math.fround(0.3)) },
  {
    name: 'clipByValue',
    of: (x) => tf.clipByValue(x, -1, 2),
    slope: (x) => (x >= -1 && x <= 2 ? 1 : 0),
  },
];

const borders = [0, -0, 6, -1, 2, 2 ** -149, -(2 ** -149), Infinity, -Infinity, 1, -3, 7];
const values = fc.array(fc.oneof(fc.constantFrom(...borders), fc.float({ noNaN: true })), {
  minLength: 1,
  maxLength: 41,
});

const gradientOf = (of: Operation['of'], x: readonly number[], dy: readonly number[]): number[] =>
  tf.tidy(() => [
    ...tf
      .grad(of)(tf.tensor1d([...x]), tf.tensor1d([...dy]))
      .dataSync(),
  ]);

describe.each(operations)('the gradient of $name', ({ of, slope }) => {
  test('is its slope times what comes back, to the bit, also at its bends', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 1000 }), (x, seed) => {
        const dy = x.map((_, index) => Math.fround(Math.sin(seed + index)));
        const expected = x.map((value, index) => Math.fround(dy[index]! * slope(value)));
        expect(gradientOf(of, x, dy).map((value) => value + 0)).toEqual(expected.map((value) => value + 0));
      }),
      { numRuns: 200 },
    );
  });

  test('is computed by own kernels, and by the shipped operations where those are stopped', () => {
    const compute = (): number[] => gradientOf(of, [-2, -0.5, 0, 0.5, 3, 9], [1, 2, 3, 4, 5, 6]);
    const { calls, stop } = counted('gatedGradient');
    const own = compute();
    stop();
    expect(calls()).toBe(1);
    installTrainingKernels({ kernels: 'recomposed' });
    expect(compute()).toEqual(own);
  });
});

describe('the gradient of a gradient', () => {
  /** Of f(x)². */
  const twice = (of: Operation['of'], x: readonly number[]): number[] => {
    const once = tf.grad((inner: tf.Tensor) => tf.square(of(inner)));
    return tf.tidy(() => [
      ...tf
        .grad((outer: tf.Tensor) => once(outer))(tf.tensor1d([...x]))
        .dataSync(),
    ]);
  };

  test('goes through a ReLU, as shipped', () => {
    expect(twice((x) => tf.relu(x), [-2, -0.5, 0.5, 3, 9])).toEqual([0, 0, 2, 2, 2]);
  });

  test.each(operations.slice(1))('through $name is refused, as shipped, and not wrong', ({ of }) => {
    expect(() => twice(of, [1])).toThrow('Cannot compute gradient: gradient function not found for');
  });

  test('goes through BatchNorm in training', () => {
    const layer = tf.layers.batchNormalization({});
    const normalised = (x: tf.Tensor): tf.Tensor => layer.apply(x, { training: true }) as tf.Tensor;
    normalised(tf.ones([2, 2]));
    const penalty = (x: tf.Tensor): tf.Tensor =>
      tf.sum(tf.square(tf.grad((inner: tf.Tensor) => tf.sum(tf.pow(normalised(inner), 3)))(x)));
    const at = [1, 4, -2, 0.5, 3, 2.5];
    const value = (index: number, distance: number): number =>
      tf.tidy(() => {
        const moved = at.map((x, other) => (other === index ? x + distance : x));
        return penalty(tf.tensor2d(moved, [3, 2])).dataSync()[0]!;
      });
    const step = 1e-2;
    const differences = at.map((_, index) => (value(index, step) - value(index, -step)) / (2 * step));
    const got = tf.tidy(() => [
      ...tf
        .grad(penalty)(tf.tensor2d(at, [3, 2]))
        .dataSync(),
    ]);
    const scale = Math.max(...differences.map(Math.abs));
    expect(scale).toBeGreaterThan(0.1);
    got.forEach((gradient, index) => {
      expect(Math.abs(gradient - differences[index]!)).toBeLessThan(0.02 * scale);
    });
  });
});

test('a ReLU keeps its result for the backward pass, and not its input as well', () => {
  const live: number[] = [];
  tf.tidy(() => {
    tf.grad((x: tf.Tensor) => {
      const before = tf.add(x, 1);
      const y = tf.relu(before);
      before.dispose();
      live.push(tf.memory().numDataBuffers);
      return y;
    })(tf.tensor1d([1, 2, 3]));
  });
  const started = tf.memory().numDataBuffers;
  // x, the gradient's ones, and y: what went into the ReLU is gone.
  expect(live[0]! - started).toBeLessThanOrEqual(3);
});
