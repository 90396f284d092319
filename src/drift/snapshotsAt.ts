import { parseSnapshot, isPredictionSnapshot } from '../snapshot/format/parseSnapshot';
import { snapFileEntries } from '../snapshot/format/snapFile';
import { SnapshotDamaged } from '../snapshot/format/SnapshotDamaged';
import type { PredictionSnapshot } from '../snapshot/PredictionSnapshot';
import type { Git } from './Git';

/** A prediction snapshot of a revision: readable, or why it is not. */
export interface SnapshotAt {
  /** Of the `.snap` file, from the folder of the project. */
  readonly file: string;
  /** The name of the snapshot in it. */
  readonly key: string;
  readonly commit: string;
  readonly snapshot: PredictionSnapshot | undefined;
  readonly why?: string;
}

/** Every prediction snapshot of a commit; other snapshots of Jest are passed over. */
export function snapshotsAt(git: Git, commit: string): readonly SnapshotAt[] {
  const files = git.files(commit).filter((file) => file.endsWith('.snap'));
  return files.flatMap((file) => snapshotsIn(git.blob(commit, file).toString(), file, commit));
}

function snapshotsIn(text: string, file: string, commit: string): readonly SnapshotAt[] {
  try {
    const ours = [...snapFileEntries(text)].filter(([, each]) => isPredictionSnapshot(each));
    return ours.map(([key, each]) => ({ file, key, commit, ...read(each) }));
  } catch (error) {
    // Of a file that is none of ours nobody asked.
    if (!text.includes('Prediction snapshot, version ')) return [];
    return [{ file, key: '(the whole file)', commit, snapshot: undefined, why: (error as Error).message }];
  }
}

function read(text: string): Pick<SnapshotAt, 'snapshot' | 'why'> {
  try {
    return { snapshot: parseSnapshot(text) };
  } catch (error) {
    return {
      snapshot: undefined,
      why: error instanceof SnapshotDamaged ? error.why : (error as Error).message,
    };
  }
}
