import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sha256 } from '../../../src/files/sha256';
import { isTemporary } from './temporaryName';
import type { Writing } from './Writing';

/** What jest-image-snapshot draws of a difference is a report, and nothing that is kept. */
const isReport = (folder: string): boolean => path.basename(folder) === '__diff_output__';

/** SHA-256 of every file that is kept, by its path; locks are folders. */
export type Files = ReadonlyMap<string, string>;

export function filesIn(folder: string): Files {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return new Map();
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !isTemporary(entry.name) && !isReport(entry.parentPath))
    .map((entry) => path.join(entry.parentPath, entry.name));
  return new Map(found.map((file) => [path.relative(folder, file), sha256(readFileSync(file))]));
}

/** Gives the files of a version by itself, each version made once. */
export function versionsOf(writing: Writing): (version: number) => Promise<Files> {
  const known = new Map<number, Files>([[0, new Map()]]);
  return async (version) => {
    const kept = known.get(version);
    if (kept !== undefined) return kept;
    const folder = mkdtempSync(path.join(tmpdir(), 'version-'));
    await writing.write(folder, version);
    const files = filesIn(writing.placeOf(folder));
    rmSync(folder, { recursive: true });
    known.set(version, files);
    return files;
  };
}

/** What is wrong with a folder in which a process was killed while it wrote the last of these versions: nothing, or a sentence. */
export function complaintOf(
  found: Files,
  versions: readonly Files[],
  { alone }: Writing,
): string | undefined {
  for (const [name, digest] of found) {
    if (!versions.some((files) => files.get(name) === digest))
      return `${name} is neither the old one nor the new one`;
  }
  const complete = (files: Files): boolean =>
    [...files].every(([name, digest]) => alone.test(name) || found.get(name) === digest);
  return versions.slice(-2).some(complete)
    ? undefined
    : 'neither the old files nor the new ones are all there';
}
