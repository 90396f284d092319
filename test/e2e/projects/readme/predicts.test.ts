import { expect, test } from '@jest/globals'; // with preset: 'jest-model-regression'
import { train } from 'jest-model-regression';
import { blobs, denseWithBatchNorm } from 'jest-model-regression/fixtures';

test('predicts what it learned', async () => {
  const data = blobs({ rows: 60, classes: 3, features: 4, seed: 7 });
  const network = () => denseWithBatchNorm({ features: 4, classes: 3, units: [32, 32, 32] });
  const compile = { optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] };
  const trained = await train(network, data, { ...compile, epochs: 10, batchSize: 20, seed: 7 });
  await expect(trained).toPredictConsistentlyWithTraining();
});
