import type { Drift, Revision } from './Drift';
import { driftBetween } from './driftBetween';
import { DriftError } from './DriftError';
import { Git } from './Git';
import { revisions } from './revisions';
import { snapshotsAt } from './snapshotsAt';

export interface DriftOptions {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The drift between two revisions, or from release to release. `first` is the one before which there is nothing. */
export interface Drifts {
  readonly kind: 'two revisions' | 'history';
  readonly first: Revision;
  readonly drifts: readonly Drift[];
}

/** @throws DriftError where git or the revisions do not give an answer */
export function driftOf(folder: string, { from, to }: DriftOptions): Drifts {
  const git = new Git(folder);
  const all = revisions(git, from, to);
  const isHistory = from === undefined && to === undefined;
  const held = all.filter(({ commit }) => snapshotsAt(git, commit).length > 0);
  const without = all.find((revision) => !held.includes(revision));
  if (held.length === 0 || (!isHistory && without !== undefined))
    throw noSnapshots(isHistory ? undefined : without);
  const drifts = held.slice(1).map((revision, i) => driftBetween(git, held[i]!, revision));
  return { kind: isHistory ? 'history' : 'two revisions', first: held[0]!, drifts };
}

function noSnapshots(revision: Revision | undefined): DriftError {
  return new DriftError(
    revision === undefined
      ? 'No release holds a prediction snapshot below this folder.'
      : `The revision ${revision.name} holds no prediction snapshot below this folder.`,
    'commit what expect(model).toMatchPredictionSnapshot(inputs) writes, before the release is tagged',
  );
}
