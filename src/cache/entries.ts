import { readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from './cacheFolder';
import { cacheLimit } from './cacheLimit';

/** A file of the cache. */
export interface CachedFile {
  readonly key: string;
  readonly file: string;
  readonly byteLength: number;
  readonly lastUsedMs: number;
}

/** Nothing else in the folder is ever touched: somebody may have pointed the cache at a folder of his own. */
const entryName = /^([0-9a-f]{64})\.safetensors$/;
const leftOverName = /^[0-9a-f]{64}\.(?:safetensors\.\d+|lock)$/;

/** Nobody takes that long to write a file. */
const abandonedMs = 3_600_000;

export const entryPath = (key: string): string => path.join(cacheFolder(), `${key}.safetensors`);
export const lockPath = (key: string): string => path.join(cacheFolder(), `${key}.lock`);

/** All entries, the one that was used last first. */
export function entries(): readonly CachedFile[] {
  const folder = cacheFolder();
  return namesIn(folder)
    .flatMap((name) => {
      const key = entryName.exec(name)?.[1];
      const file = path.join(folder, name);
      const found = key === undefined ? undefined : statSync(file, { throwIfNoEntry: false });
      if (key === undefined || found?.isFile() !== true) return [];
      return [{ key, file, byteLength: found.size, lastUsedMs: found.mtimeMs }];
    })
    .sort((a, b) => b.lastUsedMs - a.lastUsedMs || (a.key < b.key ? -1 : 1));
}

/** Marks an entry as used now. One that another process removed meanwhile is not missed. */
export function touch(key: string): void {
  const now = new Date();
  try {
    utimesSync(entryPath(key), now, now);
  } catch {
    // A cache that cannot be written to still serves.
  }
}

/** Removes those that were used longest ago, until the rest fits, and what killed processes left. */
export function prune(): void {
  const limit = cacheLimit();
  let total = 0;
  for (const { file, byteLength } of entries()) {
    total += byteLength;
    if (total > limit) rmSync(file, { force: true });
  }
  removeLeftOver(abandonedMs);
}

/** Removes everything that the cache has put there. */
export function clear(): { readonly files: number; readonly byteLength: number } {
  const all = entries();
  for (const { file } of all) rmSync(file, { force: true });
  removeLeftOver(0);
  return { files: all.length, byteLength: all.reduce((sum, { byteLength }) => sum + byteLength, 0) };
}

function removeLeftOver(olderThanMs: number): void {
  const folder = cacheFolder();
  for (const name of namesIn(folder).filter((each) => leftOverName.test(each))) {
    const file = path.join(folder, name);
    const found = statSync(file, { throwIfNoEntry: false });
    if (found !== undefined && Date.now() - found.mtimeMs >= olderThanMs)
      rmSync(file, { force: true, recursive: true });
  }
}

function namesIn(folder: string): readonly string[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(folder) : [];
}
