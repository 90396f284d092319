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

// All that many a project checks, and green with every momentum.
test('learns its training data', () => {
  expect(trained.recording.epochs.at(-1)?.['accuracy']).toBeGreaterThan(0.95);
});

test('predicts what it learned', async () => {
  await expect(trained).toPredictConsistentlyWithTraining();
});

test('its BatchNorm statistics have converged', async () => {
  await expect(trained).toHaveConvergedBatchNormStats();
});
