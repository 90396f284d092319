import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { modelFileError } from '../modelFileError';
import type { ModelPlace } from './modelPlace';

/** A file of weights that is there and lies in the folder of its model. */
export interface Shard {
  /** As the manifest names it. */
  readonly name: string;
  readonly file: string;
  readonly byteLength: number;
}

/**
 * The shard that a manifest names. A manifest may come from anywhere: a name that leads out of the folder of its model, also through a
 * symbolic link, is refused before anything is opened.
 */
export function shardAt({ folder, file }: ModelPlace, name: string): Shard {
  if (!staysInside(name)) throw leavesFolder(file, name);
  const shard = path.join(folder, name);
  const real = realPath(shard);
  if (real === undefined)
    throw modelFileError(file, `one whose weight shard ${name} is missing (looked for ${shard})`);
  if (!real.startsWith(realpathSync(folder) + path.sep)) throw leavesFolder(file, name);
  const found = statSync(real);
  if (!found.isFile()) throw modelFileError(file, `one whose weight shard ${name} is not a file`);
  return { name, file: real, byteLength: found.size };
}

function staysInside(name: string): boolean {
  const parts = name.split(/[/\\]/);
  return (
    name !== '' &&
    !name.includes('\0') &&
    !path.isAbsolute(name) &&
    !path.win32.isAbsolute(name) &&
    !/^[a-z]:/i.test(name) &&
    !parts.includes('..')
  );
}

function realPath(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch {
    return undefined;
  }
}

function leavesFolder(file: string, name: string): TypeError {
  return modelFileError(
    file,
    `one whose weight shard ${JSON.stringify(name)} is outside of its folder`,
    'put the shard beside its model.json, and its name into the manifest: nothing outside of the folder is read',
  );
}
