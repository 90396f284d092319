import path from 'node:path';
import { entries } from '../../../src/cache/entries';
import { readEntry } from '../../../src/cache/entryFile';
import { madeOnce } from '../../../src/cache/madeOnce';
import { sha256 } from '../../../src/files/sha256';
import type { Entry } from '../../../src/cache/Entry';
import type { Verdict, Victim } from './Victim';

/** The entry that a training has left in the cache. Harmed, it is to be thrown away and made again. */
export async function cacheVictims(
  folder: string,
  train: () => Promise<unknown>,
): Promise<readonly Victim[]> {
  process.env['MODEL_REGRESSION_CACHE'] = path.join(folder);
  await train();
  const [{ key, file }] = entries() as [ReturnType<typeof entries>[0]];
  const whole = readEntry(file)!;
  const verdict = async (): Promise<Verdict> => {
    const use = async (entry: Entry): Promise<Verdict> =>
      digestOf(entry) === digestOf(whole) ? 'harmless' : 'accepted';
    const make = async (): Promise<{ value: Verdict; entry: Entry }> => ({ value: 'reported', entry: whole });
    return madeOnce(key, { use, make, unused: () => undefined });
  };
  return [{ what: 'cache entry', file, verdict }];
}

function digestOf({ tensors, metadata }: Entry): string {
  const described = tensors.map(({ name, dtype, shape }) => [name, dtype, shape]);
  return sha256(
    JSON.stringify([described, Object.entries(metadata).sort()]),
    ...tensors.map(({ bytes }) => bytes),
  );
}
