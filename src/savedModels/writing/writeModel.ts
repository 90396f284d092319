import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { sealed } from '../../files/json/seal';
import { withFileLock } from '../../files/withFileLock';
import { writeAtomically } from '../../files/writeAtomically';
import { recordingName } from '../recordingFile';
import { digestIn } from '../shardName';
import { oldShards } from './oldShards';
import { shardsOf } from './shardsOf';
import type { WrittenWeight } from './weightsOf';

/** Everything that a folder is to hold. */
export interface WrittenModel {
  /** The fields of `model.json` but for the weights. */
  readonly content: object;
  readonly weights: readonly WrittenWeight[];
  readonly recording: object | undefined;
}

/**
 * Writes a model so that its folder holds the old one or the new one, whole, whenever the process ends. Shards have names of their own,
 * and count for nothing until `model.json` names them. The recording says which `model.json` it belongs to; one that is there already is no
 * recording of the other.
 */
export async function writeModel(
  folder: string,
  { content, weights, recording }: WrittenModel,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await withFileLock(path.join(folder, '.saving.lock'), async () => {
    const before = oldShards(folder);
    const shards: string[] = [];
    for (const { name, bytes } of shardsOf(weights)) {
      writeAtomically(path.join(folder, name), bytes);
      shards.push(name);
    }
    const weightsManifest = [{ paths: shards, weights: weights.map(({ spec }) => spec) }];
    const json = sealed({ ...content, weightsManifest });
    writeRecording(folder, recording, json.integrity);
    writeAtomically(path.join(folder, 'model.json'), JSON.stringify(json));
    for (const file of [...before, ...leftOver(folder)]) {
      if (!shards.includes(file)) rmSync(path.join(folder, file), { force: true });
    }
  });
}

function writeRecording(folder: string, recording: object | undefined, ofModel: string): void {
  const file = path.join(folder, recordingName);
  if (recording === undefined) rmSync(file, { force: true });
  else {
    // What toJSON makes of it, NaN as null: that is what the digest must be of.
    const { integrity: _own, ...content } = JSON.parse(JSON.stringify(recording)) as Record<string, unknown>;
    writeAtomically(file, JSON.stringify(sealed({ ...content, ofModel })));
  }
}

/** What a process that was killed left behind: shards that nothing names, and files that were not renamed yet. */
function leftOver(folder: string): readonly string[] {
  const temporary = /^(?:model\.json|recording\.json|weights-[0-9a-f]{16}-\d+of\d+\.bin)\.\d+$/;
  return readdirSync(folder).filter((name) => digestIn(name) !== undefined || temporary.test(name));
}
