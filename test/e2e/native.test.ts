import { describe, expect, test } from '@jest/globals';
import { installedConsumers } from './harness/installed';
import { runJest } from './harness/runJest';

describe.each(installedConsumers())(
  '$name: TensorFlow shares the memory of a GPU among workers',
  (consumer) => {
    test.each([
      { name: 'by itself', env: { EXPECTED_GROWTH: 'true' } },
      {
        name: 'unless somebody wants it otherwise',
        env: { EXPECTED_GROWTH: 'false', TF_FORCE_GPU_ALLOW_GROWTH: 'false' },
      },
    ])('$name', async ({ env }) => {
      const run = await runJest(consumer, 'native', { env });
      expect(Object.values(run.outcomes)).toEqual(['passed']);
    });
  },
);
