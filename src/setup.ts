import { afterAll, expect, jest } from '@jest/globals';
import type { MatcherFunction } from 'expect';
import { defaultTimeoutMs } from './environment/defaultTimeoutMs';
import { disposeForgottenOf } from './environment/disposeForgottenOf';
import { hostedOf } from './environment/hosted/hostedOf';
import { timeoutInForce, type TimeoutInForce } from './environment/timeoutInForce';
import type * as Matchers from './matchers';
import type * as GuardSaving from './snapshot/jest/guardSaving';
import type { JestState } from './snapshot/jest/JestState';
import { asyncMatchers } from './matchers/names';
import './types';

const timeout = (globalThis as { [timeoutInForce]?: TimeoutInForce })[timeoutInForce];

requireHosted();

expect.extend(Object.fromEntries(asyncMatchers.map((name) => [name, loadedAtFirstCall(name)])));

clearAwayObsoleteFiles();

if (timeout === undefined) {
  // Another environment than ours: its timeouts stay as they are, and nobody else frees what was forgotten.
  afterAll(() => {
    disposeForgottenOf(globalThis);
  });
} else if (timeout.ofRun === undefined && !setByHand()) {
  jest.setTimeout(timeout.ofProject ?? defaultTimeoutMs);
}

/** From here on, a `require` of what is hosted leads to the test file's own copy of it. */
function requireHosted(): void {
  const hosted = hostedOf(globalThis);
  // With a tfjs that a setup file before this one has loaded, a second one would not get on.
  if (hosted === undefined || '_tfengine' in globalThis) return;
  hosted.give('@jest/globals', () => require('@jest/globals') as unknown);
  for (const file of hosted.files) jest.doMock(file, () => hosted.load(file));
}

/**
 * A test file without a model must not pay for tfjs. Not async itself and asked for anew each time, so that a matcher
 * runs with Jest's own `this`, on the user's stack, and on the tfjs of a module registry that was reset.
 */
function loadedAtFirstCall(name: keyof typeof Matchers.matchers): MatcherFunction<unknown[]> {
  return function (received, ...given) {
    const { matchers } = require('./matchers') as typeof Matchers;
    return (matchers[name] as MatcherFunction<unknown[]>).call(this, received, ...given);
  };
}

/** Whether a setup file before this one has called `jest.setTimeout` (Jest remembers it under this symbol). */
function setByHand(): boolean {
  return Symbol.for('TEST_TIMEOUT_SYMBOL') in globalThis;
}

/** Under `-u` also in a test file that asks for no prediction snapshot any more: what it kept before is obsolete. */
function clearAwayObsoleteFiles(): void {
  const { snapshotState } = expect.getState() as { snapshotState?: JestState };
  if (snapshotState?._updateSnapshot !== 'all') return;
  const { guardSaving } = require('./snapshot/jest/guardSaving') as typeof GuardSaving;
  guardSaving(snapshotState);
}
