import { expect } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs';
import {
  asyncMatchers,
  diagnose,
  loadModel,
  matchers,
  saveModel,
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

  await expect('models/iris').toMatchPredictionSnapshot([[0.1, 0.2]], {
    classNames: ['a', 'b'],
    labels: [1],
  });
  await expect(() => model).toMatchPredictionSnapshot(data, { atol: { kind: 1e-6 }, hint: 'at night' });
  await expect(trained).toMatchPredictionImageSnapshot(undefined, { kind: 'confusionMatrix', labels: [0] });
  await saveModel(trained, 'models/iris', { includeOptimizer: false });
  const loaded: tf.LayersModel = await loadModel('models/iris', { includeOptimizer: true });
  await train(loaded, data, { epochs: 5, cache: true });

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
  // @ts-expect-error a snapshot inside toEqual would be written for nothing
  expect([trained]).toEqual([expect.toMatchPredictionSnapshot()]);
  // @ts-expect-error a tolerance that is no number
  void expect(trained).toMatchPredictionSnapshot(undefined, { atol: '1e-5' });
  // @ts-expect-error a picture of another kind
  void expect(trained).toMatchPredictionImageSnapshot(undefined, { kind: 'histogram' });
  // @ts-expect-error a path is all there is to load
  void loadModel(trained);
  // @ts-expect-error not a matcher
  void expect(trained).toBeWellTrained();
}
