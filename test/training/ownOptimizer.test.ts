import { beforeAll, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../src/backends/startBackend';
import { denseWithBatchNorm } from '../../src/fixtures';
import { train } from '../../src/training/train';
import { bitsOf } from '../builders/expectUntouched';
import { threeClasses } from '../builders/networks';

beforeAll(() => startBackend());

const network = (): tf.Sequential => denseWithBatchNorm({ features: 4, classes: 3, units: [8] });
const loss = 'categoricalCrossentropy';

test('one optimizer instance in two trainings with one seed gives the same bits, and everything is freed', async () => {
  const data = threeClasses([4], { rows: 20 });
  const optimizer = tf.train.adam(0.01);
  const before = tf.memory().numTensors;
  const bits = [];
  for (let i = 0; i < 2; i++) {
    const trained = await train(network, data, { epochs: 2, optimizer, loss });
    bits.push(Object.values(await bitsOf(trained.model)));
    trained.dispose();
  }
  expect(bits[0]).toEqual(bits[1]);
  expect(tf.memory().numTensors).toBe(before);
});

test('what a factory compiles with is freed too', async () => {
  const data = threeClasses([4], { rows: 20 });
  const before = tf.memory().numTensors;
  const compiled = (): tf.Sequential => {
    const model = network();
    model.compile({ optimizer: tf.train.adam(0.01), loss });
    return model;
  };
  const trained = await train(compiled, data, { epochs: 2 });
  trained.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('a training beside it neither changes its weights nor gets its random numbers', async () => {
  const data = threeClasses([4], { rows: 20 });
  const options = { epochs: 3, optimizer: 'adam', loss, seed: 5 } as const;
  const alone = await train(network, data, options);

  const other = network();
  other.compile({ optimizer: 'sgd', loss });
  const [beside] = await Promise.all([
    train(network, data, options),
    other.fit(data.xs, data.ys, { epochs: 30, verbose: 0 }),
  ]);

  // Names of weights count on from model to model.
  expect(Object.values(await bitsOf(beside.model))).toEqual(Object.values(await bitsOf(alone.model)));
  alone.dispose();
  beside.dispose();
  other.dispose();
});
