const { beforeAll, expect, test } = require('@jest/globals');
const { blobs } = require('jest-model-regression/fixtures');
const { trapped } = require('./trained');

let trained;

beforeAll(async () => {
  trained = await trapped();
});

test('predicts what it learned', async () => {
  await expect(trained).toPredictConsistentlyWithTraining();
});

test('has converged', async () => {
  await expect(trained).toHaveConvergedBatchNormStats();
});

test('is refused', async () => {
  await expect(trained).toPredictConsistentlyWithTraining(undefined, { tolerance: -1 });
});

test('is refused once it is looked at', async () => {
  await expect(trained).toPredictConsistentlyWithTraining(blobs({ rows: 3, classes: 3, features: 5 }));
});

test('is used in toEqual', () => {
  expect([trained]).toEqual([expect.toHaveConvergedBatchNormStats()]);
});

test('is used in toEqual, negated', () => {
  expect([trained]).toEqual([expect.not.toHaveConvergedBatchNormStats()]);
});
