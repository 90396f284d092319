import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { removeDifference } from './removeDifference';
import { sideFolderOf } from './sideFolder';

/** What is kept beside a `.snap` file, and what a killed process leaves of it. */
const ours = /\.(?:safetensors|png)(?:\.\d+)?$/;

/**
 * Removes the files beside a `.snap` file that none of its texts names: all of them (`-u`), or those of `only`. A text names a
 * file in a line of its own, `file: {"name": ...}`, whatever else it is.
 */
export function removeUnnamedFiles(
  snapFile: string,
  texts: readonly string[],
  only: ReadonlySet<string> | undefined,
): void {
  const folder = sideFolderOf(snapFile);
  if (!existsSync(folder)) return;
  const named = new Set(texts.flatMap(namesIn));
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const isOurs = entry.isFile() && (only?.has(entry.name) ?? ours.test(entry.name));
    if (!isOurs || named.has(entry.name)) continue;
    rmSync(path.join(folder, entry.name));
    removeDifference(folder, entry.name);
  }
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/^file: \{"name":("[^"\n]*")/gm)].map(([, name]) => JSON.parse(name!) as string);
}
