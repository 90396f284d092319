import { describe, expect, test } from '@jest/globals';
import { installedConsumers } from './harness/installed';
import { runJest } from './harness/runJest';

describe.each(installedConsumers())('$name: what a test file forgets is freed at its end', (consumer) => {
  test.each([
    { environment: 'our environment', file: 'oursWatching.js' },
    { environment: 'another environment', file: 'nodeWatching.js' },
  ])('in $environment', async ({ file }) => {
    const config = {
      testEnvironment: `<rootDir>/${file}`,
      setupFilesAfterEnv: ['jest-model-regression/setup'],
    };

    const run = await runJest(consumer, 'forgotten', {
      args: ['--runInBand', '--config', JSON.stringify(config)],
    });

    expect(run.outcomes).toEqual({ 'forgets.test.js: forgets two models': 'passed' });
    expect(run.stderr).toContain('made 2, freed 2');
  });
});
