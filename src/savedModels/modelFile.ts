import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { given } from '../input/given';
import { inputError } from '../input/inputError';

/** Where the model.json of a model is: the path itself, or inside the folder that it names. Relative to the working directory. */
export function modelFile(location: unknown, where: string): string {
  if (typeof location !== 'string' || location === '' || location.includes('\0'))
    throw inputError({
      what: `The path given to ${where}`,
      given: given(location),
      allowed: 'the path of a folder with a model.json, or of a model.json',
      next: "pass such a path: 'models/iris'",
    });
  const absolute = path.resolve(location);
  return absolute.endsWith('.json') ? absolute : path.join(absolute, 'model.json');
}

/** The same of a model that has to be there. */
export function existingModelFile(location: unknown, where: string): string {
  const file = modelFile(location, where);
  if (existsSync(file) && statSync(file).isFile()) return file;
  throw inputError({
    what: `The path given to ${where}`,
    given: `${given(location)}, and there is no file ${file}`,
    allowed:
      'the path of a folder with a model.json, or of a model.json; relative ones begin at the working directory',
    next: "save the model first: await saveModel(model, 'models/iris'); or correct the path",
  });
}
