import { existsSync } from 'node:fs';
import path from 'node:path';
import { inputError } from '../input/inputError';

/**
 * Where trained models are kept: what `MODEL_REGRESSION_CACHE` says, else `node_modules/.cache/jest-model-regression` of the project
 * that `process.cwd()` is in, where other tools keep theirs, and where git does not look.
 */
export function cacheFolder(): string {
  const given = process.env['MODEL_REGRESSION_CACHE'];
  if (given !== undefined && given !== '') return path.resolve(given);
  const project = projectOf(process.cwd());
  if (project !== undefined) return path.join(project, 'node_modules', '.cache', 'jest-model-regression');
  throw inputError({
    what: 'The cache of trained models',
    given: `without a place: neither ${process.cwd()} nor a folder above it has a package.json`,
    allowed: 'node_modules/.cache of a project, or the folder that MODEL_REGRESSION_CACHE names',
    next: 'set MODEL_REGRESSION_CACHE to a folder, or run in a project',
  });
}

function projectOf(folder: string): string | undefined {
  if (existsSync(path.join(folder, 'package.json'))) return folder;
  const above = path.dirname(folder);
  return above === folder ? undefined : projectOf(above);
}
