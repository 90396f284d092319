import path from 'node:path';
import { type MakeState, snapshotRun } from '../snapshotRun';
import type { Writing } from './Writing';

/** A test file under `-u`: its `.snap` file, the numbers beside it, and a picture. */
export function snapshots(makeState: MakeState): Writing {
  return {
    write: async (folder, version) => {
      snapshotRun(makeState(path.join(folder, 'iris.test.js.snap'), 'all'), version);
    },
    placeOf: (folder) => folder,
    about: (version) => [version - 1, version],
    alone: /\.png$/,
    clearsUp: true,
  };
}
