import { expect } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs';
import {
  asyncMatchers,
  diagnose,
  matchers,
  train,
  type Data,
  type TrainedModel,
} from 'jest-model-regression';
import { denseWithBatchNorm, threePictures } from 'jest-model-regression/fixtures';
import preset from 'jest-model-regression/jest-preset';

export async function uses(model: tf.LayersModel, data: Data): Promise<void> {
  const trained: TrainedModel<Data> = await train(
    () => denseWithBatchNorm({ features: 4, classes: 3 }),
    data,
    {
      epochs: 5,
    },
  );

  const ofTensors: TrainedModel = await train(model, threePictures());
  console.log(ofTensors.data.xs.shape);

  const red: Promise<void> = expect(trained).toPredictConsistentlyWithTraining();
  const green: Promise<void> = expect(model).not.toHaveConvergedBatchNormStats(data, { batchSize: 32 });
  const later: Promise<void> = expect(train(model, data)).resolves.toHaveConvergedBatchNormStats();
  await Promise.all([red, green, later]);

  const text: string = (await diagnose(trained)).toString();
  const names: readonly string[] = asyncMatchers;
  expect.extend(matchers);
  console.log(text, names, preset.testEnvironment, threePictures().xs.shape);
}

export function misuses(trained: TrainedModel): void {
  // @ts-expect-error an asynchronous matcher inside toEqual never matches
  expect([trained]).toEqual([expect.toHaveConvergedBatchNormStats()]);
  // @ts-expect-error and negated it always does
  expect([trained]).toEqual([expect.not.toPredictConsistentlyWithTraining()]);
  // @ts-expect-error an option that does not exist
  void expect(trained).toHaveConvergedBatchNormStats(undefined, { tolerence: 0.5 });
  // @ts-expect-error an option of another type
  void train(trained.model, trained.data, { epochs: '5' });
  // @ts-expect-error not a matcher
  void expect(trained).toBeWellTrained();
}
