import { afterEach, beforeEach } from '@jest/globals';
import { existsSync, readdirSync } from 'node:fs';
import { temporaryFolder } from './temporaryFolder';

/** An empty cache for every test of a file; gives paths in it. */
export function ownCache(): (...parts: readonly string[]) => string {
  const inFolder = temporaryFolder();
  const before = process.env['MODEL_REGRESSION_CACHE'];
  beforeEach(() => {
    process.env['MODEL_REGRESSION_CACHE'] = inFolder('cache');
  });
  afterEach(() => {
    if (before === undefined) delete process.env['MODEL_REGRESSION_CACHE'];
    else process.env['MODEL_REGRESSION_CACHE'] = before;
  });
  return (...parts) => inFolder('cache', ...parts);
}

/** The files in a cache; no folder is none. */
export const filesIn = (folder: string): readonly string[] =>
  existsSync(folder) ? readdirSync(folder).sort() : [];
