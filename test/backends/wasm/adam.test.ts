import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { randomVolume } from '../reference/Volume';
import { tensorOf } from './gradients';
import { wasmWithTrainingKernels } from './wasmWithTrainingKernels';

beforeAll(wasmWithTrainingKernels);

interface Settings {
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** Kingma and Ba, algorithm 1, in float64. */
function adam(start: Float64Array, gradients: readonly Float64Array[], settings: Settings): Float64Array {
  const { rate, beta1, beta2, epsilon } = settings;
  const [m, v] = [start.map(() => 0), start.map(() => 0)];
  return gradients.reduce((value, gradient, step) => {
    return value.map((old, at) => {
      const g = gradient[at] ?? NaN;
      m[at] = beta1 * (m[at] ?? NaN) + (1 - beta1) * g;
      v[at] = beta2 * (v[at] ?? NaN) + (1 - beta2) * g * g;
      const first = (m[at] ?? NaN) / (1 - beta1 ** (step + 1));
      const second = (v[at] ?? NaN) / (1 - beta2 ** (step + 1));
      return old - (rate * first) / (Math.sqrt(second) + epsilon);
    });
  }, start);
}

const settings = fc.record({
  rate: fc.constantFrom(1e-3, 0.1),
  beta1: fc.constantFrom(0.9, 0.5),
  beta2: fc.constantFrom(0.999, 0.9),
  epsilon: fc.constantFrom(1e-7, 1e-3),
});

describe('Adam', () => {
  test('takes the steps of the algorithm', () => {
    fc.assert(
      fc.property(
        settings,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 1e6 }),
        (given, size, steps, seed) => {
          const start = randomVolume([size], seed);
          const gradients = Array.from({ length: steps }, (_, step) => randomVolume([size], seed + 1 + step));
          const variable = tf.variable(tensorOf(start));
          const optimizer = tf.train.adam(given.rate, given.beta1, given.beta2, given.epsilon);
          for (const gradient of gradients) {
            const tensor = tensorOf(gradient);
            optimizer.applyGradients([{ name: variable.name, tensor: tensor }]);
            tensor.dispose();
          }
          const got = variable.dataSync();
          const expected = adam(
            start.values,
            gradients.map(({ values }) => values),
            given,
          );
          // Values up to 1 in float32, and the powers of beta that tfjs keeps in float32: 1 - 0.999 has 1e-4 of itself as error.
          expected.forEach((value, at) =>
            expect(Math.abs((got[at] ?? NaN) - value)).toBeLessThan(3e-7 * steps + given.rate * 1e-4 * steps),
          );
          variable.dispose();
          optimizer.dispose();
        },
      ),
      { numRuns: 200 },
    );
  });

  test('leaves a variable without a gradient alone, and keeps its place', () => {
    const [kept, moved] = [tf.variable(tf.tensor1d([1, 2])), tf.variable(tf.tensor1d([3, 4]))];
    const optimizer = tf.train.adam(0.5);
    const gradient = tf.tensor1d([1, -1]);
    optimizer.applyGradients([
      { name: kept.name, tensor: null as unknown as tf.Tensor },
      { name: moved.name, tensor: gradient },
    ]);
    expect(Array.from(kept.dataSync())).toEqual([1, 2]);
    expect(Array.from(moved.dataSync(), (value) => Math.round(value * 1e4) / 1e4)).toEqual([2.5, 4.5]);
  });

  test('writes into no tensor that somebody else may hold', () => {
    const initial = tf.tensor1d([1, 2, 3, 4]);
    const variable = tf.variable(initial);
    const view = tf.reshape(variable, [2, 2]);
    tf.train.adam(0.5).applyGradients([{ name: variable.name, tensor: tf.onesLike(initial) }]);
    expect(Array.from(view.dataSync())).toEqual([1, 2, 3, 4]);
    expect(Array.from(initial.dataSync())).toEqual([1, 2, 3, 4]);
    expect(variable.dataSync()[0]).toBeCloseTo(0.5, 3);
  });

  test('leaves nothing behind, and goes on from saved weights', async () => {
    const variable = tf.variable(tf.tensor1d([1, 2]));
    const gradient = tf.tensor1d([0.5, -0.25]);
    const optimizer = tf.train.adam(0.1);
    optimizer.applyGradients([{ name: variable.name, tensor: gradient }]);
    const { numTensors, numDataBuffers } = tf.memory();
    optimizer.applyGradients([{ name: variable.name, tensor: gradient }]);
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });

    const saved = (await optimizer.getWeights()).map(({ name, tensor }) => ({
      name,
      tensor: tf.clone(tensor),
    }));
    expect(saved.map(({ name }) => name)).toEqual(['iter', `${variable.name}/m`, `${variable.name}/v`]);
    const value = tf.clone(variable);
    optimizer.applyGradients([{ name: variable.name, tensor: gradient }]);
    const expected = variable.dataSync();
    const resumed = tf.train.adam(0.1);
    await resumed.setWeights(saved);
    variable.assign(value);
    resumed.applyGradients([{ name: variable.name, tensor: gradient }]);
    variable
      .dataSync()
      .forEach((got, at) => expect(Math.abs(got - (expected[at] ?? NaN))).toBeLessThan(1e-5));
  });
});
