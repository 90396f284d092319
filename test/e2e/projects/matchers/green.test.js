const { afterAll, beforeAll, expect, test } = require('@jest/globals');
const { recalibrateBatchNorm } = require('jest-model-regression');
const { healthy, trapped } = require('./trained');

let model;

beforeAll(async () => {
  model = await healthy();
});

afterAll(async () => {
  await expect(model).toHaveConvergedBatchNormStats();
});

const bytesOf = ({ model }) =>
  model.getWeights().map((weight) => [...new Uint8Array(weight.dataSync().slice().buffer)]);

test('a healthy model passes both', async () => {
  await expect(model).toPredictConsistentlyWithTraining();
  await expect(model).toHaveConvergedBatchNormStats();
});

test('a trapped one fails both, and passes after the repair', async () => {
  const trained = await trapped();

  await expect(trained).not.toPredictConsistentlyWithTraining();
  await expect(trained).not.toHaveConvergedBatchNormStats();
  await recalibrateBatchNorm(trained.model, trained.data.xs);
  await expect(trained).toPredictConsistentlyWithTraining();
  await expect(trained).toHaveConvergedBatchNormStats();
});

test('the matchers leave every byte of the model as it was', async () => {
  const before = bytesOf(model);

  await expect(model).toPredictConsistentlyWithTraining();
  await expect(model).toHaveConvergedBatchNormStats();
  await expect(expect(model).not.toHaveConvergedBatchNormStats()).rejects.toThrow();

  expect(bytesOf(model)).toEqual(before);
});

test('promises of models are waited for', async () => {
  await expect(healthy()).resolves.toHaveConvergedBatchNormStats();
  await expect(trapped()).resolves.not.toHaveConvergedBatchNormStats();
});
