import { existsSync } from 'node:fs';
import { guardSaving, type SavingGuard } from './guardSaving';
import type { JestContext, JestState } from './JestState';
import { snapshotText, teachJestSnapshotTexts } from './snapshotText';

/**
 * The place of one snapshot in Jest's books. The place is taken when the matcher is called, before anything is waited for: two
 * matchers in one `Promise.all` keep the order in which they stand in the test. Counting, writing, marking as used and
 * obsolete are left to Jest's own `match`.
 */
export class SnapshotSlot {
  readonly key: string;
  readonly snapFile: string;
  /** Whether Jest would write: not under `--ci`, and in a `test.failing` never. */
  readonly writes: boolean;
  readonly updates: boolean;
  private readonly guard: SavingGuard;
  private readonly identity: object | undefined;
  private readonly failing: boolean;

  constructor(
    private readonly state: JestState,
    context: JestContext,
    hint: string | undefined,
  ) {
    teachJestSnapshotTexts();
    this.guard = guardSaving(state);
    this.identity = context.currentTestIdentity?.();
    this.failing = context.testFailing ?? false;
    this.key = this.reservedKey(testName(context), hint);
    this.snapFile = state._snapshotPath;
    this.writes = state._updateSnapshot !== 'none' && !this.failing;
    this.updates = state._updateSnapshot === 'all' && !this.failing;
  }

  /** What is wrong with the `.snap` file as a whole, where Jest took it for empty. */
  get damage(): string | undefined {
    return this.guard.damage;
  }

  /**
   * The stored text, without the line breaks that Jest puts around it. As for Jest, what a first try has left in memory alone
   * (Jest 29.7 keeps it for the retry) is not stored yet.
   */
  get stored(): string | undefined {
    if (this.state._updateSnapshot === 'new' && !existsSync(this.snapFile)) return undefined;
    const stored: string | undefined = this.state._snapshotData[this.key];
    return stored?.replace(/^\n([^]*)\n$/, '$1');
  }

  /** Jest's verdict on a text: equal to the stored one, or written, or not. */
  match(text: string): boolean {
    const { key, identity: testIdentity, failing: testFailing } = this;
    // Jest counts under the name it is given here, and the place is counted already.
    const testName = `${key} (reserved)`;
    const received = snapshotText(text);
    const asked = { testName, key, received, isInline: false, testFailing };
    return this.state.match(testIdentity === undefined ? asked : { ...asked, testIdentity }).pass;
  }

  /** Counts the snapshot as one that failed. */
  fail(): void {
    if (!this.failing) this.state.fail(`${this.key} (reserved)`, undefined, this.key, this.identity);
  }

  /** A file that was written for this snapshot. It is removed at the end if nothing names it then: a retry may take it back. */
  wrote(file: string): void {
    this.guard.written.add(file);
  }

  private reservedKey(name: string, hint: string | undefined): string {
    const full = hint === undefined ? name : `${name}: ${hint}`;
    return `${full.replace(/\r\n|\r|\n/g, escapedBreak)} ${this.bumped(full)}`;
  }

  private bumped(name: string): number {
    const { state } = this;
    if (state._bumpCounter !== undefined) return state._bumpCounter(name, this.identity);
    const count = (state._counters.get(name) ?? 0) + 1;
    state._counters.set(name, count);
    return count;
  }
}

/** Under `test.concurrent`, `currentTestName` is the test that was started last. */
function testName({ currentConcurrentTestName, currentTestName }: JestContext): string {
  return currentConcurrentTestName?.() ?? currentTestName ?? '';
}

/** As Jest writes the line breaks of a test's name into its key. */
const escapedBreak = (breaks: string): string => breaks.replace('\r', '\\r').replace('\n', '\\n');
