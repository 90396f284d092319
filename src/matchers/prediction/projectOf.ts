import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Name and version in the package.json that is nearest to a test file, `iris-model@1.2.0`. */
export function projectOf(testPath: string | undefined): string | undefined {
  for (let folder = path.dirname(testPath ?? '/'); ; folder = path.dirname(folder)) {
    const found = manifestIn(folder);
    if (found?.name !== undefined)
      return [found.name, ...(found.version === undefined ? [] : [found.version])].join('@');
    if (folder === path.dirname(folder)) return undefined;
  }
}

function manifestIn(folder: string): { readonly name?: string; readonly version?: string } | undefined {
  try {
    return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { name?: string };
  } catch {
    // No project begins here, or its manifest is broken: that is not for a snapshot to complain about.
    return undefined;
  }
}
