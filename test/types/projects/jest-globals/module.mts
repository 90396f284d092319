import { expect } from '@jest/globals';
import { train, type Data } from 'jest-model-regression';
import { denseWithBatchNorm } from 'jest-model-regression/fixtures';
import ModelEnvironment from 'jest-model-regression/environment';
import preset from 'jest-model-regression/jest-preset';

export class OwnEnvironment extends ModelEnvironment {}

export const config = { ...preset, testTimeout: 1000 };

export async function uses(data: Data): Promise<void> {
  await expect(
    train(denseWithBatchNorm({ features: 4, classes: 3 }), data),
  ).resolves.toHaveConvergedBatchNormStats();
}
