import { existsSync, readFileSync } from 'node:fs';
import { snapFileEntries } from '../format/snapFile';
import { removeUnnamedFiles } from '../disk/removeUnnamedFiles';
import { replaceFile } from '../disk/replaceFile';
import type { JestState } from './JestState';

/** What is kept for one test file, from the first snapshot to the end. */
export interface SavingGuard {
  /** Why Jest could not read the `.snap` file, which it then takes for empty. */
  readonly damage: string | undefined;
  /** Files that this run has put beside it. */
  readonly written: Set<string>;
}

const key = Symbol.for('jest-model-regression.savingGuard');

type Guarded = JestState & { [key]?: SavingGuard };

/**
 * Makes Jest's `save`, which writes straight into the `.snap` file, leave the old file or the new one, whole, whenever the
 * process ends; keeps it from writing over a file that it could not read; and clears away the files beside it that no
 * snapshot names any more. Done once for each test file.
 */
export function guardSaving(state: Guarded): SavingGuard {
  if (state[key] !== undefined) return state[key];
  const guard = { damage: damageOf(state), written: new Set<string>() };
  const save = state.save.bind(state);
  state.save = () => savedWith(state, guard, save);
  Object.defineProperty(state, key, { value: guard });
  return guard;
}

function savedWith(
  state: JestState,
  { damage, written }: SavingGuard,
  save: JestState['save'],
): ReturnType<JestState['save']> {
  const updates = state._updateSnapshot === 'all';
  if (damage !== undefined && !updates) return { deleted: false, saved: false };
  const texts = (): readonly string[] => Object.values(state._snapshotData);
  const status = texts().length === 0 ? save() : savedAside(state, save);
  // The new text is in its place: until then the old one needs its files.
  if (updates || written.size > 0)
    removeUnnamedFiles(state._snapshotPath, texts(), updates ? undefined : written);
  return status;
}

/** Jest writes where `_snapshotPath` says, so that says another place for as long. */
function savedAside(state: JestState, save: JestState['save']): ReturnType<JestState['save']> {
  const file = state._snapshotPath;
  return replaceFile(file, (aside) => {
    state._snapshotPath = aside;
    try {
      return save();
    } finally {
      state._snapshotPath = file;
    }
  });
}

/** Jest runs the file as a program and goes on without snapshots when that throws; what it should have found is read here. */
function damageOf(state: JestState): string | undefined {
  if (!existsSync(state._snapshotPath)) return undefined;
  try {
    const keys = [...snapFileEntries(readFileSync(state._snapshotPath, 'utf8')).keys()];
    if (keys.length === 0) return 'it holds no snapshot, which Jest never writes';
    const unread = keys.find((each) => !(each in state._snapshotData));
    return unread === undefined ? undefined : `Jest did not find \`${unread}\` in it`;
  } catch (error) {
    return (error as Error).message;
  }
}
