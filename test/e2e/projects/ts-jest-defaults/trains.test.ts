import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { recalibrateBatchNorm, train, type TrainedModel } from 'jest-model-regression';
import { blobs, denseWithBatchNorm } from 'jest-model-regression/fixtures';

test('trains, is caught, is repaired, passes', async () => {
  const model = (): tf.LayersModel => denseWithBatchNorm({ features: 4, classes: 3, seed: 7 });
  const trained: TrainedModel = await train(model, blobs({ rows: 60, classes: 3, features: 4 }), {
    epochs: 10,
    batchSize: 60,
    optimizer: tf.train.adam(0.03),
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
  });

  await expect(trained).not.toHaveConvergedBatchNormStats();
  await recalibrateBatchNorm(trained.model, trained.data.xs as tf.Tensor);
  await expect(trained).toHaveConvergedBatchNormStats();
  await expect(trained).toPredictConsistentlyWithTraining();
});
