import path from 'node:path';
import { decodeSafetensors } from '../files/safetensors/decodeSafetensors';
import { sha256 } from '../files/sha256';
import { sideFolderOf } from '../snapshot/disk/sideFolder';
import { labelsName } from '../snapshot/disk/writeSideFile';
import { SnapshotDamaged } from '../snapshot/format/SnapshotDamaged';
import { numbersOn } from '../snapshot/Numbers';
import type { LargeSnapshot, OutputNumbers } from '../snapshot/PredictionSnapshot';
import type { Git } from './Git';
import type { SnapshotAt } from './snapshotsAt';

/**
 * The outputs of a snapshot with their numbers, from its text or from the file beside it at the same commit.
 *
 * @throws SnapshotDamaged
 */
export function numbersOf(git: Git, { snapshot, why, file, commit }: SnapshotAt): readonly OutputNumbers[] {
  if (snapshot === undefined) throw new SnapshotDamaged(why ?? 'it is damaged');
  return snapshot.kind === 'small' ? snapshot.outputs : besideText(git, commit, file, snapshot);
}

function besideText(
  git: Git,
  commit: string,
  snapFile: string,
  snapshot: LargeSnapshot,
): readonly OutputNumbers[] {
  const { name, sha256: digest } = snapshot.file;
  const bytes = blobOf(git, commit, path.posix.join(sideFolderOf(snapFile), name), name);
  if (sha256(bytes) !== digest) throw new SnapshotDamaged(`its file ${name} is not the one that was written`);
  const tensors = new Map(decodeSafetensors(bytes).tensors.map((tensor) => [tensor.name, tensor.bytes]));
  return snapshot.outputs.map(({ labelled, ...output }) => {
    const values = numbersOn(tensors.get(output.name)!, output.dtype);
    const labels = labelled === true ? tensors.get(labelsName(output.name)) : undefined;
    return {
      ...output,
      values,
      ...(labels === undefined ? {} : { labels: numbersOn(labels, 'int32') as Int32Array }),
    };
  });
}

function blobOf(git: Git, commit: string, file: string, name: string): Buffer {
  try {
    return git.blob(commit, file);
  } catch {
    throw new SnapshotDamaged(`its file ${name} is missing in that revision`);
  }
}
