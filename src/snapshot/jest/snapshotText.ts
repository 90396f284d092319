import type * as JestGlobals from '@jest/globals';

const key = Symbol.for('jest-model-regression.snapshotText');

/** A text that Jest prints into the `.snap` file as it is; a string would be printed in quotes. */
export interface SnapshotText {
  readonly [key]: string;
}

export function snapshotText(text: string): SnapshotText {
  return { [key]: text };
}

const isSnapshotText = (value: unknown): value is SnapshotText =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key);

let known = false;

/** Tells Jest how to print such a text. Once for each test file: both Jest and this module are loaded anew for each. */
export function teachJestSnapshotTexts(): void {
  if (known) return;
  known = true;
  // Not at the top: outside of Jest, where a training job loads this package, it throws.
  const { expect } = require('@jest/globals') as typeof JestGlobals;
  expect.addSnapshotSerializer({
    test: isSnapshotText,
    serialize: (value: unknown) => (value as SnapshotText)[key],
  });
}
