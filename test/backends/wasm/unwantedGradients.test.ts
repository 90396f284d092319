import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { counted } from './own/counted';
import { wasmWithTrainingKernels } from './wasmWithTrainingKernels';

beforeAll(wasmWithTrainingKernels);

type Inputs = readonly tf.Tensor[];

const drawn = (shape: readonly number[], seed: number): tf.Tensor =>
  tf.randomNormal([...shape], 0, 1, 'float32', seed);

const convolved = (x: tf.Tensor, filter: tf.Tensor): tf.Tensor =>
  tf.fused.conv2d({ x: x as tf.Tensor4D, filter: filter as tf.Tensor4D, strides: 1, pad: 'same' });

const dense = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.fused.matMul({ a: a, b: b });

interface Case {
  readonly name: string;
  /** Of an input, and of weights. */
  readonly f: (x: tf.Tensor, ...weights: Inputs) => tf.Tensor;
  readonly x: readonly number[];
  readonly weights: readonly (readonly number[])[];
}

const cases: readonly Case[] = [
  {
    name: 'a convolution',
    f: (x, filter) => convolved(x, filter),
    x: [2, 5, 6, 1],
    weights: [[3, 3, 1, 4]],
  },
  {
    name: 'one behind padding, and another behind it',
    f: (x, first, second) =>
      convolved(
        tf.relu(
          convolved(
            tf.pad(x, [
              [0, 0],
              [1, 1],
              [1, 1],
              [0, 0],
            ]),
            first,
          ),
        ),
        second,
      ),
    x: [2, 5, 4, 3],
    weights: [
      [3, 3, 3, 5],
      [1, 1, 5, 5],
    ],
  },
  {
    name: 'the same filter twice, on the input and on what came of it',
    f: (x, filter) => convolved(convolved(x, filter), filter),
    x: [1, 4, 4, 2],
    weights: [[3, 3, 2, 2]],
  },
  {
    name: 'dense layers',
    f: (x, first, second) => dense(tf.tanh(dense(x, first)), second),
    x: [7, 5],
    weights: [
      [5, 6],
      [6, 3],
    ],
  },
  {
    name: 'a square one, whose gradients are of one shape',
    f: (x, weights) => dense(x, weights),
    x: [6, 6],
    weights: [[6, 6]],
  },
  {
    name: 'one that stands on its weights too',
    f: (x, weights) => dense(tf.add(x, weights), weights),
    x: [4, 4],
    weights: [[4, 4]],
  },
];

const numbers = (tensors: Inputs): number[][] => tensors.map((tensor) => Array.from(tensor.dataSync()));

describe.each(cases)('$name', ({ f, x: shape, weights: shapes }) => {
  const x = (): tf.Tensor => drawn(shape, 1);
  const weights = (): tf.Tensor[] => shapes.map((of, index) => drawn(of, index + 2));
  const squares = (...inputs: Inputs): tf.Scalar => tf.sum(tf.square(f(inputs[0]!, ...inputs.slice(1))));

  test('the gradients of weights are the same to the bit, whether or not that of the input is asked for', () => {
    const input = x();
    const all = tf.grads((...inputs: tf.Tensor[]) => squares(...inputs))([input, ...weights()]);
    const some = tf.grads((...of: tf.Tensor[]) => squares(input, ...of))(weights());
    expect(numbers(some)).toEqual(numbers(all.slice(1)));
    expect(numbers(all).every((gradient) => gradient.some((value) => value !== 0))).toBe(true);
  });

  test('leaves no tensors behind', () => {
    const [input, of] = [x(), weights()];
    const before = tf.memory().numTensors;
    tf.tidy(() => void tf.grads((...inner: tf.Tensor[]) => squares(input, ...inner))(of));
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('a step of fit computes no gradient of what it is given', async () => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 8, inputShape: [6] }), tf.layers.dense({ units: 3 })],
  });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  const { calls, stop } = counted('product');
  await model.trainOnBatch(drawn([4, 6], 1), drawn([4, 3], 2));
  stop();
  // Forward and the gradient of the weights in both layers, and that of what the first hands to the second.
  expect(calls()).toBe(5);
});

test('a gradient of a gradient is what it is', () => {
  const [x, w] = [drawn([5, 4], 1), drawn([4, 3], 2)] as [tf.Tensor2D, tf.Tensor2D];
  const gradient = tf.grad((weights) => tf.sum(tf.square(dense(x, weights))));
  const second = tf.grad((weights) => tf.sum(tf.square(gradient(weights))))(w);
  // The first is 2 xᵀx w, so that of its square is 8 (xᵀx)² w.
  const xx = tf.matMul(x, x, true);
  const expected = tf.mul(tf.matMul(tf.matMul(xx, xx), w), 8);
  const error = tf.max(tf.abs(tf.sub(second, expected))).dataSync()[0]!;
  expect(error / tf.max(tf.abs(expected)).dataSync()[0]!).toBeLessThan(2e-6);
});

test('nothing is left out of the next gradient after one on another engine, which knows nothing of this', async () => {
  const ofWeights = tf.grad((weights: tf.Tensor) => tf.sum(dense(drawn([6, 5], 1), weights)));
  await tf.setBackend('cpu');
  const onCpu = numbers([ofWeights(drawn([5, 4], 2))]);
  await tf.setBackend('wasm');
  const ofBoth = tf.grads((x, weights) => tf.sum(dense(x, weights)));
  const [ofInput] = ofBoth([drawn([6, 5], 1), drawn([5, 4], 2)]);
  expect(onCpu[0]).toHaveLength(20);
  expect(ofInput!.shape).toEqual([6, 5]);
  expect(numbers([ofInput!])[0]!.every((value) => value !== 0)).toBe(true);
});
