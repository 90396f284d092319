import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { recalibrateBatchNorm, train } from 'jest-model-regression';
import { blobs, denseWithBatchNorm } from 'jest-model-regression/fixtures';

const require = createRequire(import.meta.url);

test('trains, is caught, is repaired, passes', async () => {
  const trained = await train(
    () => denseWithBatchNorm({ features: 4, classes: 3, seed: 7 }),
    blobs({ rows: 60, classes: 3, features: 4 }),
    {
      epochs: 10,
      batchSize: 60,
      optimizer: tf.train.adam(0.03),
      loss: 'categoricalCrossentropy',
      metrics: ['accuracy'],
    },
  );

  await expect(trained).not.toHaveConvergedBatchNormStats();
  await recalibrateBatchNorm(trained.model, trained.data.xs);
  await expect(trained).toHaveConvergedBatchNormStats();
  await expect(trained).toPredictConsistentlyWithTraining();
});

test('Jest itself loads no tfjs: it is the one that is hosted', () => {
  expect(Object.keys(require.cache).filter((file) => file.includes('tfjs-core'))).toEqual([]);
  expect(globalThis._tfengine).toBe(tf.engine());
});

test('import and require give the same functions', () => {
  expect(require('jest-model-regression').train).toBe(train);
  expect(require('jest-model-regression/fixtures').blobs).toBe(blobs);
  expect(require('@tensorflow/tfjs').getBackend).toBe(tf.getBackend);
});
