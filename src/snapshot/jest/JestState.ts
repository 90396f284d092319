/**
 * The part of Jest's `SnapshotState` that a matcher needs, the same in Jest 29.7 and 30 (jest-snapshot/src/State.ts). What begins
 * with an underscore is private there, and every snapshot plugin there is reads it.
 */
export interface JestState {
  /** `all` under `-u`, `none` under `--ci`. */
  readonly _updateSnapshot: 'all' | 'new' | 'none';
  /** How many snapshots each test has asked for. */
  readonly _counters: Map<string, number>;
  /** The text of every snapshot by key. */
  readonly _snapshotData: Record<string, string>;
  _snapshotPath: string;
  match(asked: {
    readonly testName: string;
    readonly testIdentity?: object;
    readonly received: unknown;
    readonly key: string;
    readonly isInline: boolean;
    readonly testFailing?: boolean;
  }): { readonly pass: boolean };
  fail(testName: string, received: unknown, key: string, testIdentity?: object): string;
  save(): { deleted: boolean; saved: boolean };
  /** Since Jest 30.5: remembers what a retry has to undo. */
  _bumpCounter?(testName: string, testIdentity?: object): number;
}

/** What Jest gives to a snapshot matcher as `this`. */
export interface JestContext {
  readonly snapshotState?: JestState;
  readonly currentTestName?: string;
  readonly currentConcurrentTestName?: () => string | undefined;
  /** The test itself; since Jest 30.5. */
  readonly currentTestIdentity?: () => { readonly concurrent?: boolean } | undefined;
  /** Whether the test is a `test.failing`; since Jest 30. */
  readonly testFailing?: boolean;
  readonly dontThrow?: () => void;
}
