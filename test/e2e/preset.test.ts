import { describe, expect, test } from '@jest/globals';
import { installedConsumers } from './harness/installed';
import { runJest } from './harness/runJest';

describe.each(installedConsumers())('$name', (consumer) => {
  test('the preset is all the configuration a project needs', async () => {
    const run = await runJest(consumer, 'preset-alone');
    console.log(run);
    expect(run.exitCode).toBe(0);
  });
});
