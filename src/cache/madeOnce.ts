import { accessSync, constants, mkdirSync, rmSync } from 'node:fs';
import { withFileLock } from '../files/withFileLock';
import { cacheFolder } from './cacheFolder';
import { cacheLimit } from './cacheLimit';
import { entryPath, lockPath, prune, touch } from './entries';
import { byteLengthOf, largestEntry, readEntry, writeEntry } from './entryFile';
import type { Entry } from './Entry';

/** How to use what is kept, and how to make it. */
export interface Maker<T> {
  /** Undefined for an entry that cannot be used: it is made anew. */
  readonly use: (entry: Entry) => Promise<T | undefined>;
  readonly make: () => Promise<{ readonly value: T; readonly entry: Entry }>;
  /** Told why the cache is of no use this time: what was asked for is made all the same. */
  readonly unused: (why: string) => void;
}

/**
 * What is kept under a key, or made and kept. Of several processes that want the same at once, one makes it and the others wait. An entry
 * that is damaged is thrown away; a folder that cannot be written to is no reason to fail.
 */
export async function madeOnce<T>(key: string, maker: Maker<T>): Promise<T> {
  // A limit that is none is said before anything is made.
  cacheLimit();
  const kept = await used(key, maker);
  if (kept !== undefined) return kept;
  try {
    mkdirSync(cacheFolder(), { recursive: true });
    accessSync(cacheFolder(), constants.W_OK);
  } catch (error) {
    maker.unused((error as Error).message);
    return (await maker.make()).value;
  }
  return withFileLock(lockPath(key), async () => (await used(key, maker)) ?? made(key, maker));
}

async function used<T>(key: string, { use }: Maker<T>): Promise<T | undefined> {
  const entry = readEntry(entryPath(key));
  const value = entry === undefined ? undefined : await use(entry);
  if (value !== undefined) touch(key);
  return value;
}

async function made<T>(key: string, { make, unused }: Maker<T>): Promise<T> {
  const { value, entry } = await make();
  const byteLength = byteLengthOf(entry);
  const largest = Math.min(largestEntry, cacheLimit());
  if (byteLength > largest) {
    unused(`${byteLength} bytes are more than the ${largest} that it may take`);
    return value;
  }
  try {
    // First: a damaged entry may be a folder, or not ours to write.
    rmSync(entryPath(key), { force: true, recursive: true });
    writeEntry(entryPath(key), entry);
    prune();
  } catch (error) {
    unused((error as Error).message);
  }
  return value;
}
