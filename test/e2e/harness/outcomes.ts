import { expect } from '@jest/globals';
import type { JestRun } from './Project';

/** Every test of the run has passed, and these were the files. */
export function expectAllPassed(run: JestRun, ...files: readonly string[]): void {
  const passed = Object.fromEntries(Object.keys(run.outcomes).map((name) => [name, 'passed']));
  expect({ failures: run.failures, outcomes: run.outcomes }).toEqual({ failures: [], outcomes: passed });
  expect([...new Set(Object.keys(run.outcomes).map((name) => name.split(': ')[0]))].sort()).toEqual(
    [...files].sort(),
  );
  expect(run.exitCode).toBe(0);
}
