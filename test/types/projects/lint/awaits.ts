import { expect } from '@jest/globals';
import type { TrainedModel } from 'jest-model-regression';

export async function checks(trained: TrainedModel): Promise<void> {
  await expect(trained).toPredictConsistentlyWithTraining();
  expect(trained).toPredictConsistentlyWithTraining();
  expect(trained).toMatchPredictionSnapshot();
  expect(trained).toMatchPredictionImageSnapshot();
  expect(trained).not.toHaveConvergedBatchNormStats();
}
