import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../src/backends/startBackend';
import { matchers } from '../../src/matchers';
import { train } from '../../src/training/train';
import { bitsOf } from '../builders/expectUntouched';
import { describeOnWasm } from '../builders/onWasm';

expect.extend(matchers);
beforeAll(() => startBackend());

let scope: tf.Tensor[] = [];
afterEach(() => {
  tf.dispose(scope);
  scope = [];
});

function classifier(loss: string): tf.Sequential {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 3, activation: 'softmax', inputShape: [2] })],
  });
  model.compile({ optimizer: 'sgd', loss });
  return model;
}

function rows(ys: () => tf.Tensor): { xs: tf.Tensor; ys: tf.Tensor } {
  const data = { xs: tf.ones([4, 2]), ys: ys() };
  scope.push(data.xs, data.ys);
  return data;
}

const fitTime = { loss: 0.5 };

describe.each([
  [
    'class indices for categoricalCrossentropy',
    'categoricalCrossentropy',
    () => tf.tensor1d([0, 1, 2, 0]),
    /12 numbers/,
  ],
  ['one-hot targets for sparse labels', 'sparseCategoricalCrossentropy', () => tf.ones([4, 3]), /4 numbers/],
  ['classes counted from 1', 'sparseCategoricalCrossentropy', () => tf.tensor1d([1, 2, 3, 1]), /from 0 to 2/],
  ['a negative class', 'sparseCategoricalCrossentropy', () => tf.tensor1d([0, -1, 2, 1]), /from 0 to 2/],
  ['a third of a class', 'sparseCategoricalCrossentropy', () => tf.tensor1d([0, 1 / 3, 2, 1]), /from 0 to 2/],
] as const)('%s', refused);

describeOnWasm.each([
  [
    'labels lost on WASM',
    'categoricalCrossentropy',
    () => tf.oneHot(tf.tensor1d([0, 1, 2, 0], 'int32'), 3, 1, 0, 'float32'),
    /toFloat\(\)/,
  ],
] as const)('%s', refused);

function refused(_name: string, loss: string, ys: () => tf.Tensor, message: RegExp): void {
  test('are refused by the matcher, under `.not` too', async () => {
    const model = classifier(loss);
    const data = rows(ys);
    await expect(expect(model).toPredictConsistentlyWithTraining(data, { fitTime })).rejects.toThrow(message);
    await expect(expect(model).not.toPredictConsistentlyWithTraining(data, { fitTime })).rejects.toThrow(
      message,
    );
    model.dispose();
  });

  test('are refused by train, and nothing is changed', async () => {
    const model = classifier('meanSquaredError');
    const [before, optimizer] = [await bitsOf(model), model.optimizer];
    await expect(train(model, rows(ys), { optimizer: 'adam', loss })).rejects.toThrow(message);
    expect(await bitsOf(model)).toEqual(before);
    expect([model.optimizer, model.loss]).toEqual([optimizer, 'meanSquaredError']);
    model.dispose();
  });
}

test('an accuracy in percent is refused', async () => {
  const model = classifier('categoricalCrossentropy');
  const data = rows(() => tf.ones([4, 3]));
  await expect(
    expect(model).not.toPredictConsistentlyWithTraining(data, { fitTime: { acc: 98 } }),
  ).rejects.toThrow('divide a percentage by 100');
  model.dispose();
});

test('a loss that TensorFlow.js does not know leaves the model compiled as it was', async () => {
  const model = classifier('categoricalCrossentropy');
  const { optimizer } = model;
  const attempt = train(
    model,
    rows(() => tf.ones([4, 3])),
    { optimizer: 'adam', loss: 'typo' },
  );
  await expect(attempt).rejects.toThrow('Unknown loss typo');
  expect([model.optimizer, model.loss]).toEqual([optimizer, 'categoricalCrossentropy']);
  model.dispose();
});

test('a loss that is not defined for a prediction is no verdict, under `.not` neither', async () => {
  const kernelInitializer = tf.initializers.constant({ value: -1 });
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer })],
  });
  model.compile({ optimizer: 'sgd', loss: 'poisson' });
  const data = rows(() => tf.ones([4, 1]));
  const message =
    'A metric of the model given to toPredictConsistentlyWithTraining is not finite: predict gives finite numbers, and yet a metric of them is NaN or Infinity: it is not defined for these predictions and targets.\n' +
    '  Allowed: finite numbers: NaN can be held against nothing.\n' +
    '  Next: look at the output layer and the targets: poisson, say, needs predictions above 0.';
  await expect(expect(model).toPredictConsistentlyWithTraining(data, { fitTime })).rejects.toThrow(message);
  await expect(expect(model).not.toPredictConsistentlyWithTraining(data, { fitTime })).rejects.toThrow(
    message,
  );
  model.dispose();
});
