import { inputError } from '../input/inputError';

/** What is wrong with a model on disk: a sentence that begins with the model, and what to do about it. */
export function savedModelError(file: string, given: string, allowed: string, next: string): TypeError {
  return inputError({ what: `The saved model ${file}`, given, allowed, next });
}

/** For files that were cut off, edited or mixed up: only another copy helps. */
export function damagedModel(file: string, why: string): TypeError {
  return savedModelError(
    file,
    `damaged: ${why}`,
    'a model.json and all of its weight files, as they were written',
    'take the model from where it was saved, or save it again',
  );
}
