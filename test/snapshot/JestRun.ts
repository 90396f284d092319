import { expect } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { settle } from '../../src/snapshot/judge/settle';
import type { Outcome } from '../../src/snapshot/judge/Outcome';
import type { AskedTolerance } from '../../src/snapshot/judge/toleranceFor';
import type { JestState } from '../../src/snapshot/jest/JestState';
import { guardSaving } from '../../src/snapshot/jest/guardSaving';
import { SnapshotSlot } from '../../src/snapshot/jest/SnapshotSlot';
import type { Prediction } from '../../src/snapshot/PredictionSnapshot';

type Mode = JestState['_updateSnapshot'];

/** The snapshot state of the Jest that is running: of its own class, on a file of ours. */
export function jestState(snapFile: string, updateSnapshot: Mode): JestState {
  const { snapshotState } = expect.getState() as unknown as { snapshotState: JestState };
  const State = snapshotState.constructor as new (file: string, options: object) => JestState;
  return new State(snapFile, {
    updateSnapshot,
    rootDir: path.dirname(snapFile),
    snapshotFormat: { escapeString: false, printBasicPrototype: false },
    expand: false,
    prettierPath: null,
  });
}

/** A folder of a test file, in which Jest runs one time after another. */
export class SnapshotFolder {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'snapshots-'));
  readonly snapFile = path.join(this.folder, 'iris.test.js.snap');

  /** One run of the test file: each prediction is a snapshot of a test of its own. */
  run(mode: Mode, predictions: Readonly<Record<string, Prediction>>, asked: AskedTolerance = {}): RunResult {
    const state = jestState(this.snapFile, mode);
    guardSaving(state);
    const outcomes = Object.entries(predictions).map(([currentTestName, prediction]) =>
      settle(new SnapshotSlot(state, { currentTestName }, undefined), prediction, asked),
    );
    const { added, matched, unmatched, updated } = state as unknown as Counts;
    this.end(state);
    return { outcomes, counts: { added, matched, unmatched, updated } };
  }

  /** As jest-circus ends a test file in which every test ran and passed. */
  private end(state: JestState): void {
    const ending = state as unknown as { getUncheckedCount(): number; removeUncheckedKeys(): void };
    if (ending.getUncheckedCount() > 0) ending.removeUncheckedKeys();
    state.save();
  }

  /** The content of every file by its path in the folder. */
  files(): Readonly<Record<string, string>> {
    const names = readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(this.folder, path.join(entry.parentPath, entry.name)));
    return Object.fromEntries(
      names.sort().map((name) => [name, readFileSync(path.join(this.folder, name), 'latin1')]),
    );
  }

  /** The one file beside the snapshot. */
  sideFile(): string {
    const found = Object.keys(this.files()).filter((name) => name.endsWith('.safetensors'));
    expect(found.length).toBe(1);
    return path.join(this.folder, found[0]!);
  }

  overwrite(file: string, content: string | Uint8Array): void {
    expect(existsSync(file)).toBe(true);
    writeFileSync(file, content);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

interface Counts {
  readonly added: number;
  readonly matched: number;
  readonly unmatched: number;
  readonly updated: number;
}

export interface RunResult {
  readonly outcomes: readonly Outcome[];
  readonly counts: Counts;
}
