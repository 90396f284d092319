import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../src/backends/startBackend';
import { diagnose } from '../../src/diagnosis/diagnose';
import { matchers } from '../../src/matchers';
import { forgotten } from '../../src/training/forgotten';
import { train } from '../../src/training/train';
import { type Network, networks, type Rows, threeClasses, trainedNetwork } from '../builders/networks';

expect.extend(matchers);
beforeAll(() => startBackend());
afterEach(() => {
  for (const trained of forgotten()) trained.dispose();
});

const kinds = Object.entries(networks);

/** Few updates at a high momentum. */
const trapped = (network: Network, rows: Rows, seed = 7): ReturnType<typeof trainedNetwork> =>
  trainedNetwork(network, rows, { momentum: 0.99, epochs: 20, batchSize: 48, seed });
/** As many, at a momentum for which they are enough. */
const healthy = (network: Network, rows: Rows): ReturnType<typeof trainedNetwork> =>
  trainedNetwork(network, rows, { momentum: 0.7, epochs: 40, batchSize: 16 });

describe.each(kinds)('%s', (_name, network) => {
  test('is inconsistent after few updates at momentum 0.99, because its moving statistics have not converged', async () => {
    const trained = await trapped(network, threeClasses(network.inputShape));
    const { consistent, causes } = await diagnose(trained);
    expect({ consistent, cause: causes[0]?.id }).toEqual({
      consistent: false,
      cause: 'batchnorm-not-converged',
    });
    await expect(trained).not.toHaveConvergedBatchNormStats();
  });

  test('is healthy with a momentum that suits its updates', async () => {
    const trained = await healthy(network, threeClasses(network.inputShape));
    await expect(trained).toPredictConsistentlyWithTraining();
    await expect(trained).toHaveConvergedBatchNormStats();
  });

  test('is trapped and healthy alike with inputs far from zero', async () => {
    const far = threeClasses(network.inputShape, { centre: 2000, spread: 20 });
    // A seed with which each of them learns something in twenty updates: without, there is nothing to lose.
    const trap = await trapped(network, far, 10);
    await expect(trap).not.toPredictConsistentlyWithTraining();
    await expect(trap).not.toHaveConvergedBatchNormStats();
    const sound = await trainedNetwork(network, far, { momentum: 0.5, epochs: 60, batchSize: 16 });
    await expect(sound).toPredictConsistentlyWithTraining();
    await expect(sound).toHaveConvergedBatchNormStats();
  });
});

test('a healthy network with much dropout and no BatchNorm before it is green', async () => {
  const rows = threeClasses([4], { rows: 60 });
  const trained = await train(
    () =>
      tf.sequential({
        layers: [
          tf.layers.dense({ units: 32, inputShape: [4] }),
          tf.layers.batchNormalization({ momentum: 0.9 }),
          tf.layers.reLU({}),
          tf.layers.dropout({ rate: 0.5 }),
          tf.layers.dense({ units: 32, activation: 'relu' }),
          tf.layers.dropout({ rate: 0.5 }),
          tf.layers.dense({ units: 3, activation: 'softmax' }),
        ],
      }),
    rows,
    {
      epochs: 40,
      batchSize: 10,
      optimizer: tf.train.adam(0.005),
      loss: 'categoricalCrossentropy',
      metrics: ['accuracy'],
    },
  );
  await expect(trained).toPredictConsistentlyWithTraining();
  await expect(trained).toHaveConvergedBatchNormStats();
});

test('a network that has learned to read the noise itself is a stochastic-layer', async () => {
  const trained = await train(
    () =>
      tf.sequential({
        layers: [
          tf.layers.gaussianNoise({ stddev: 3, inputShape: [8] }),
          tf.layers.dense({ units: 8, activation: 'relu', useBias: false }),
          tf.layers.dense({ units: 1, activation: 'sigmoid', useBias: false }),
        ],
      }),
    { xs: tf.zeros([40, 8]), ys: tf.ones([40, 1]) },
    {
      epochs: 30,
      optimizer: tf.train.adam(0.05),
      loss: 'binaryCrossentropy',
      metrics: ['accuracy'],
    },
  );
  const { consistent, causes } = await diagnose(trained);
  expect({ consistent, ids: causes.map(({ id }) => id) }).toEqual({
    consistent: false,
    ids: ['stochastic-layer'],
  });
});

test('statistics behind dropout have converged: to inputs with dropout, far from those without', async () => {
  const rows = threeClasses([4], { rows: 60 });
  const trained = await train(
    () =>
      tf.sequential({
        layers: [
          tf.layers.dense({ units: 24, activation: 'relu', inputShape: [4] }),
          tf.layers.dropout({ rate: 0.9 }),
          tf.layers.batchNormalization({ momentum: 0.7 }),
          tf.layers.dense({ units: 3, activation: 'softmax' }),
        ],
      }),
    rows,
    {
      epochs: 40,
      batchSize: 20,
      optimizer: tf.train.adam(0.01),
      loss: 'categoricalCrossentropy',
      metrics: ['accuracy'],
    },
  );
  await expect(trained).toHaveConvergedBatchNormStats();
  const { batchNorm } = await diagnose(trained);
  expect(batchNorm[0]!.converged).toBe(true);
  expect(batchNorm[0]!.populationDistance).toBeGreaterThan(1);
});

test('dropout with a seed, which hides the same places of a batch in every step, is no gap by itself', async () => {
  for (const seed of [5, 6, 9]) {
    const trained = await train(
      () =>
        tf.sequential({
          layers: [
            tf.layers.dense({ units: 24, activation: 'relu', inputShape: [4] }),
            tf.layers.dropout({ rate: 0.8, seed }),
            tf.layers.dense({ units: 12, activation: 'relu' }),
            tf.layers.dense({ units: 3, activation: 'softmax' }),
          ],
        }),
      threeClasses([4], { centre: 0, spread: 1 }),
      {
        epochs: 60,
        optimizer: tf.train.adam(0.03),
        loss: 'categoricalCrossentropy',
        metrics: ['accuracy'],
      },
    );
    await expect(trained).toPredictConsistentlyWithTraining();
  }
});

test('a network that learns most in its one epoch is green and says averaged-over-epoch', async () => {
  const rows = threeClasses([4], { rows: 240 });
  const trained = await trainedNetwork(networks['dense']!, rows, {
    momentum: 0.5,
    epochs: 1,
    batchSize: 12,
    optimizer: tf.train.adam(0.005),
  });
  const { consistent, causes } = await diagnose(trained);
  expect({ consistent, ids: causes.map(({ id }) => id) }).toEqual({
    consistent: true,
    ids: ['averaged-over-epoch'],
  });
  await expect(trained).toPredictConsistentlyWithTraining();
});

test('a network that forgets in its last epoch is green: the promise is a mean over an epoch that moved away from it', async () => {
  const rows = threeClasses([4], { rows: 240 });
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 3, activation: 'softmax', inputShape: [4] })],
  });
  const learning = { loss: 'categoricalCrossentropy', metrics: ['accuracy'] };
  await train(model, rows, { ...learning, epochs: 30, optimizer: tf.train.adam(0.05) });
  // Up the gradient: every batch is worse than the one before.
  const trained = await train(model, rows, {
    ...learning,
    epochs: 1,
    batchSize: 12,
    shuffle: false,
    optimizer: tf.train.sgd(-0.5),
  });
  const { consistent, verdict, causes } = await diagnose(trained);
  expect({ consistent, kind: verdict.kind, ids: causes.map(({ id }) => id) }).toEqual({
    consistent: true,
    kind: 'averaged over the epoch',
    ids: ['averaged-over-epoch'],
  });
});

test('a fit that diverged is non-finite in a diagnosis and an error of the matcher, under .not too', async () => {
  const trained = await train(
    () => tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4], name: 'linear' })] }),
    threeClasses([4]),
    { optimizer: tf.train.sgd(10), epochs: 30, loss: 'meanSquaredError', metrics: ['accuracy'] },
  );
  const { consistent, causes } = await diagnose(trained);
  expect({ consistent, ids: causes.map(({ id }) => id) }).toEqual({
    consistent: false,
    ids: ['non-finite'],
  });
  const error = new TypeError(
    'The prediction of the model given to toPredictConsistentlyWithTraining is not finite: predict gives NaN or Infinity on 48 of 48 rows (first: row 0). The first weight that is not finite: linear/kernel.\n' +
      '  Allowed: finite numbers: NaN can be held against nothing.\n' +
      '  Next: lower the learning rate, or clip gradients: the weights ran away.',
  );
  await expect(expect(trained).toPredictConsistentlyWithTraining()).rejects.toThrow(error);
  await expect(expect(trained).not.toPredictConsistentlyWithTraining()).rejects.toThrow(error);
});

test('a healthy network trained in batches of two has converged statistics', async () => {
  const rows = threeClasses([4], { rows: 40 });
  const trained = await trainedNetwork(networks['dense']!, rows, {
    momentum: 0.97,
    epochs: 12,
    batchSize: 2,
    optimizer: tf.train.adam(0.002),
  });
  await expect(trained).toHaveConvergedBatchNormStats();
});
