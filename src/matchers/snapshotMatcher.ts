import type { JestContext } from '../snapshot/jest/JestState';
import { SnapshotSlot } from '../snapshot/jest/SnapshotSlot';
import type { Finding } from './modelMatcher';
import type { MatcherContext, MatcherResult } from './MatcherContext';
import type { MatcherName } from './names';
import { contractText } from './text/contractText';

export type SnapshotContext = MatcherContext & JestContext & { readonly testPath?: string };

export type SnapshotMatcher = (
  this: SnapshotContext,
  received: unknown,
  inputs?: unknown,
  options?: unknown,
) => Promise<MatcherResult>;

/** What a snapshot matcher is asked for. */
export interface Asked {
  readonly received: unknown;
  readonly inputs: unknown;
  readonly options: unknown;
  readonly testPath: string | undefined;
}

/**
 * A snapshot matcher that Jest can call. Owns the contract with Jest: no asymmetric use, no `.not`, every snapshot of a test
 * reported, and the place in the snapshot file, which is taken before anything is waited for.
 */
export function snapshotMatcher(
  name: MatcherName,
  check: (options: unknown) => { readonly hint?: string | undefined },
  find: (asked: Asked, slot: SnapshotSlot) => Promise<Finding>,
): SnapshotMatcher {
  return function (received, inputs, options = {}) {
    if (!('promise' in this)) throw new TypeError(contractText.asymmetric(name));
    reportAll(this);
    const hint = this.utils.matcherHint(name, 'model', 'inputs', { promise: this.promise ?? '' });
    if (this.isNot === true) throw new TypeError(`${hint}\n\n${contractText.snapshotNegated(name)}`);
    if (this.snapshotState == null) throw new TypeError(`${hint}\n\n${contractText.noSnapshotState(name)}`);
    const slot = new SnapshotSlot(this.snapshotState, this, check(options).hint);
    const asked = { received, inputs, options, testPath: this.testPath };
    return find(asked, slot).then(({ text, ...finding }) => ({
      name,
      ...finding,
      snapshotPath: slot.snapFile,
      message: () => `${hint}\n\n${text()}`,
    }));
  };
}

/**
 * Lets the test go on after a snapshot that does not hold, so that all of a test are told, as Jest's own do. Not under
 * `test.concurrent`: Jest keeps such failures in one list and puts them down to whichever test ends next, so that a red test would
 * pass (seen in 29.7 and 30.5). There the first one ends its test.
 */
function reportAll(context: SnapshotContext): void {
  if (context.testFailing !== true && !isConcurrent(context)) context.dontThrow?.();
}

/** Since 30.5 Jest knows the test itself, and the name for concurrent tests is there for every test. */
function isConcurrent(context: SnapshotContext): boolean {
  const test = context.currentTestIdentity?.();
  if (test !== undefined) return test.concurrent === true;
  return context.currentConcurrentTestName?.() !== undefined;
}
