import { availableParallelism } from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { controlGroupQuota } from './controlGroupQuota';

/** Set by `./environment`, the only place that sees Jest's configuration. */
export const jestWorkers = Symbol.for('jest-model-regression.jestWorkers');

/**
 * How many threads training may use: the cores that this process is allowed, by affinity and by the limit of its control group, divided by
 * the Jest workers that share them, so that eight workers do not start eight times all cores. `MODEL_REGRESSION_THREADS` says it outright.
 */
export function threadCount(): number {
  const asked = process.env['MODEL_REGRESSION_THREADS'];
  if (asked !== undefined && asked.trim() !== '') return threadsAsked(asked);
  return Math.max(1, Math.floor(allowedCores() / workersBeside()));
}

function threadsAsked(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1) return count;
  throw new TypeError(
    `The environment variable MODEL_REGRESSION_THREADS is ${JSON.stringify(text)}.\n` +
      'Allowed: a whole number of threads from 1 on.\nNext: correct it, or leave it out for one for each core.',
  );
}

/** Node's own count knows affinity, and the control group only in later versions. */
export function allowedCores(quota: number | undefined = controlGroupQuota()): number {
  const cores = availableParallelism();
  return Math.max(1, Math.min(cores, Math.floor(quota ?? cores)));
}

/** Jest's workers are child processes or threads; where it has none, it runs one test file after the other. */
function workersBeside(): number {
  // Not by `process.send`: Jest gives every test file one.
  const isChild = /[\\/]jest-worker[\\/]/.test(process.argv[1] ?? '');
  if (process.env['JEST_WORKER_ID'] === undefined || (!isChild && isMainThread)) return 1;
  const configured = (globalThis as { [jestWorkers]?: number })[jestWorkers];
  // Jest's own default is one less than there are cores; with only one it has no workers.
  return configured ?? Math.max(2, availableParallelism() - 1);
}
