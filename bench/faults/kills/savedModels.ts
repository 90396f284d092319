import { writeModel } from '../../../src/savedModels/writing/writeModel';
import type { Writing } from './Writing';

const weight = (
  name: string,
  length: number,
  version: number,
): Parameters<typeof writeModel>[1]['weights'][0] => ({
  spec: { name, shape: [length], dtype: 'float32' },
  bytes: new Uint8Array(new Float32Array(length).fill(version).buffer),
});

/** What `saveModel` writes: shards, `model.json` and a recording. */
export const savedModels: Writing = {
  write: (folder, version) =>
    writeModel(folder, {
      content: { modelTopology: { version }, format: 'layers-model' },
      weights: [weight('kernel', 50_000, version), weight('bias', 10, version)],
      recording: { version },
    }),
  placeOf: (folder) => folder,
  about: (version) => [version - 1, version],
  // Its digest says which model it belongs to.
  alone: /^recording\.json$/,
  clearsUp: true,
};
