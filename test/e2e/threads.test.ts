import { describe, expect, test } from '@jest/globals';
import { allowedCores } from '../../src/backends/wasm/threads/threadCount';
import { installedConsumers } from './harness/installed';
import { runJest } from './harness/runJest';

const cores = allowedCores();

describe.each(installedConsumers())('$name: training takes the cores that Jest leaves it', (consumer) => {
  test.each([
    { name: 'all of them in one process', args: ['--runInBand'], workers: 1, threads: cores },
    {
      name: 'half of them beside another worker',
      args: ['--maxWorkers=2'],
      workers: 2,
      threads: Math.max(1, Math.floor(cores / 2)),
    },
    { name: 'one beside many workers', args: [`--maxWorkers=${cores * 4}`], workers: cores * 4, threads: 1 },
  ])('$name', async ({ args, workers, threads }) => {
    const run = await runJest(consumer, 'threads', {
      args,
      env: { EXPECTED_THREADS: String(threads), JEST_WORKERS: String(workers) },
    });
    expect(run.outcomes).toEqual({
      'first.test.js: trains on as many threads as its share of the cores': 'passed',
      'second.test.js: trains on as many threads as its share of the cores': 'passed',
    });
  });
});
