import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PNG } from 'pngjs';
import { sideFolderOf } from '../../../src/snapshot/disk/sideFolder';
import { type MakeState, snapshotRun } from '../snapshotRun';
import type { Verdict, Victim } from './Victim';

/** A `.snap` file, numbers beside it, and a picture. What harms them shows under `--ci`, where nothing is written. */
export function snapshotVictims(folder: string, makeState: MakeState): readonly Victim[] {
  const snapFile = path.join(folder, 'iris.test.js.snap');
  snapshotRun(makeState(snapFile, 'new'), 1);
  const beside = (end: string): string => {
    const name = readdirSync(sideFolderOf(snapFile)).find((each) => each.endsWith(end));
    return path.join(sideFolderOf(snapFile), name!);
  };
  const [sideFile, picture] = [beside('.safetensors'), beside('.png')];
  const content = (): string =>
    JSON.stringify([
      Object.entries(makeState(snapFile, 'none')._snapshotData).sort(),
      readFileSync(sideFile, 'base64'),
      pixels(picture),
    ]);
  const whole = content();
  const verdict = async (): Promise<Verdict> => {
    if (!matches(snapFile, makeState)) return 'reported';
    return content() === whole ? 'harmless' : 'accepted';
  };
  return [
    { what: 'snapshot', file: snapFile, verdict },
    { what: 'side file', file: sideFile, verdict },
    { what: 'picture', file: picture, verdict },
  ];
}

function matches(snapFile: string, makeState: MakeState): boolean {
  let state;
  try {
    state = makeState(snapFile, 'none');
  } catch {
    // Without its first line, Jest refuses the file, and the test file with it.
    return false;
  }
  return Object.values(snapshotRun(state, 1)).every(({ kind }) => kind === 'matching');
}

function pixels(file: string): string {
  try {
    return PNG.sync.read(readFileSync(file)).data.toString('base64');
  } catch {
    return 'none';
  }
}
