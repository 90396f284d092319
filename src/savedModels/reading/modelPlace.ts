import { statSync } from 'node:fs';
import path from 'node:path';
import { given } from '../../input/given';
import { inputError } from '../../input/inputError';

/** Where a model lies. */
export interface ModelPlace {
  readonly folder: string;
  /** Its `model.json`, under whichever name it was given. */
  readonly file: string;
}

/** Finds a model that is there; `given` may be its folder or its `model.json`. Relative paths begin at `process.cwd()`. */
export function modelPlace(givenPath: unknown, where: string): ModelPlace {
  const absolute = path.resolve(checkedPath(givenPath, where));
  const file = kindOf(absolute) === 'folder' ? path.join(absolute, 'model.json') : absolute;
  if (kindOf(file) === 'file') return { folder: path.dirname(file), file };
  throw inputError({
    what: `The path given to ${where}`,
    given: `${given(givenPath)}, where there is no model`,
    allowed: `the folder of a saved model or its model.json; looked for ${file}, relative paths begin at ${process.cwd()}`,
    next: 'correct the path, or save a model there: await saveModel(trained, path)',
  });
}

/** A path that can be one. */
export function checkedPath(value: unknown, where: string): string {
  const isPath = typeof value === 'string' && value !== '' && !value.includes('\0');
  if (isPath && !/^[a-z][a-z\d+.-]+:\/\//i.test(value)) return value;
  throw inputError({
    what: `The path given to ${where}`,
    given: given(value),
    allowed: 'the path of a folder or of a model.json in the file system',
    next: isPath ? "pass the path alone, without 'file://'" : 'pass a path as text',
  });
}

function kindOf(file: string): 'file' | 'folder' | 'nothing' {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return 'nothing';
  return found.isDirectory() ? 'folder' : 'file';
}
