import path from 'node:path';
import { madeOnce } from '../../../src/cache/madeOnce';
import type { Entry } from '../../../src/cache/Entry';
import { sha256 } from '../../../src/files/sha256';
import type { Writing } from './Writing';

function entry(version: number): Entry {
  const values = new Float32Array(50_000).fill(version);
  const bytes = new Uint8Array(values.buffer);
  return {
    tensors: [{ name: 'weight/0', dtype: 'F32', shape: [values.length], bytes }],
    metadata: { trained: String(version) },
  };
}

/** Trained models in the cache: every version is an entry of its own, with its lock. */
export const cacheEntries: Writing = {
  write: async (folder, version) => {
    process.env['MODEL_REGRESSION_CACHE'] = path.join(folder, 'cache');
    await madeOnce(sha256(String(version)), {
      use: async ({ metadata }) => metadata['trained'],
      make: async () => ({ value: String(version), entry: entry(version) }),
      unused: (why) => {
        throw new Error(why);
      },
    });
  },
  placeOf: (folder) => path.join(folder, 'cache'),
  about: (version) => Array.from({ length: version + 1 }, (_, i) => i),
  alone: /^$/,
  // Half a file stays for an hour, in case somebody is still writing it.
  clearsUp: false,
};
