const { expect, test } = require('@jest/globals');
const { healthy, trapped } = require('./trained');

test.concurrent('trapped, first', async () => {
  await expect(await trapped()).toPredictConsistentlyWithTraining();
});

test.concurrent('healthy, between them', async () => {
  const trained = await healthy();
  await expect(trained).toPredictConsistentlyWithTraining();
  await expect(trained).toHaveConvergedBatchNormStats();
});

test.concurrent('trapped, last', async () => {
  await expect(await trapped()).toHaveConvergedBatchNormStats();
});
