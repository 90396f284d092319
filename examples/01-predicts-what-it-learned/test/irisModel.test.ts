import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { train, type TrainedModel } from 'jest-model-regression';
import { irisModel } from '../src/irisModel';
import { irises } from '../src/irises';

let trained: TrainedModel;

beforeAll(async () => {
  trained = await train(irisModel, irises(), {
    epochs: 20,
    batchSize: 30,
    optimizer: tf.train.adam(0.02),
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
    seed: 7,
  });
});

afterAll(() => {
  trained.dispose();
});

test('predicts what it learned', async () => {
  await expect(trained).toPredictConsistentlyWithTraining();
});

test('its BatchNorm statistics have converged', async () => {
  await expect(trained).toHaveConvergedBatchNormStats();
});

test('knows the average flower of each kind', () => {
  const averages = tf.tensor2d([
    [50, 34, 15, 2],
    [59, 28, 43, 13],
    [66, 30, 55, 20],
  ]);
  const predicted = trained.model.predict(averages) as tf.Tensor;

  expect(predicted.argMax(1).arraySync()).toEqual([0, 1, 2]);
});
