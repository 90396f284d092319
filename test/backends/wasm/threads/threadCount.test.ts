import { availableParallelism } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { allowedCores, jestWorkers, threadCount } from '../../../../src/backends/wasm/threads/threadCount';

const environment = process.env;

beforeEach(() => {
  process.env = { PATH: environment['PATH'] };
});
afterEach(() => {
  process.env = environment;
  Reflect.deleteProperty(globalThis, jestWorkers);
});

describe('threadCount()', () => {
  test('is that of the cores that the process may use', () => {
    expect(threadCount()).toBe(allowedCores());
  });

  test('is what MODEL_REGRESSION_THREADS says', () => {
    process.env['MODEL_REGRESSION_THREADS'] = '7';
    expect(threadCount()).toBe(7);
    process.env['MODEL_REGRESSION_THREADS'] = ' ';
    expect(threadCount()).toBe(allowedCores());
  });

  test.each(['0', '-1', '1.5', 'all', 'NaN', '1e400'])('refuses MODEL_REGRESSION_THREADS=%s', (text) => {
    process.env['MODEL_REGRESSION_THREADS'] = text;
    expect(threadCount).toThrow(
      `The environment variable MODEL_REGRESSION_THREADS is "${text}".\n` +
        'Allowed: a whole number of threads from 1 on.\n' +
        'Next: correct it, or leave it out for one for each core.',
    );
  });
});

describe('beside other Jest workers', () => {
  const { argv } = process;
  afterEach(() => {
    process.argv = argv;
  });
  const inWorker = (isWorker: boolean): void => {
    process.env['JEST_WORKER_ID'] = '2';
    const program = isWorker ? 'jest-worker/build/processChild.js' : '.bin/jest';
    process.argv = [process.execPath, `/project/node_modules/${program}`];
  };
  const workers = (count: number): void => {
    (globalThis as { [jestWorkers]?: number })[jestWorkers] = count;
  };

  test('the cores are divided by them', () => {
    inWorker(true);
    workers(1);
    expect(threadCount()).toBe(allowedCores());
    workers(8);
    expect(threadCount()).toBe(Math.max(1, Math.floor(allowedCores() / 8)));
  });

  test('there are as many as Jest starts by default where nobody says', () => {
    inWorker(true);
    const usual = Math.max(2, availableParallelism() - 1);
    expect(threadCount()).toBe(Math.max(1, Math.floor(allowedCores() / usual)));
  });

  test('there are none in a run in one process, whatever it may have', () => {
    inWorker(false);
    workers(8);
    expect(threadCount()).toBe(allowedCores());
  });
});

describe('a control group', () => {
  test('allows whole cores, one at least and no more than there are', () => {
    expect(allowedCores(0.5)).toBe(1);
    expect(allowedCores(1.9)).toBe(1);
    expect(allowedCores(1e6)).toBe(availableParallelism());
  });
});
