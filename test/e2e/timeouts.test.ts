import { describe, expect, test } from '@jest/globals';
import { installedConsumers } from './harness/installed';
import { runJest } from './harness/runJest';

const twoLines = {
  testEnvironment: 'jest-model-regression/environment',
  setupFilesAfterEnv: ['jest-model-regression/setup'],
};

/** The ways in which a user asks for 100 ms. */
const ways = {
  'in a project with the preset': { preset: 'jest-model-regression', testTimeout: 100 },
  'in a project with the two lines': { ...twoLines, testTimeout: 100 },
  'for a run of several projects': {
    projects: [{ preset: 'jest-model-regression' }, twoLines],
    testTimeout: 100,
  },
  'in a setup file before ours': {
    ...twoLines,
    setupFilesAfterEnv: ['<rootDir>/setTimeoutTo100.js', 'jest-model-regression/setup'],
  },
  'in a setup file beside the preset': {
    preset: 'jest-model-regression',
    setupFilesAfterEnv: ['<rootDir>/setTimeoutTo100.js'],
  },
};

describe.each(installedConsumers())('$name: the timeout is the one that the user has set', (consumer) => {
  test.each(Object.entries(ways))('%s', async (_way, config) => {
    const run = await runJest(consumer, 'users-timeout', { args: ['--config', JSON.stringify(config)] });

    expect(run.outcomes).toEqual({ 'slow.test.js: takes half a second': 'failed' });
    expect(run.failures.join()).toContain('Exceeded timeout of 100 ms');
  });
});
