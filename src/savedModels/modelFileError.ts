import { inputError } from '../input/inputError';

/** The one form of complaint about what lies on disk; `given` follows "is". */
export function modelFileError(file: string, given: string, next = copyAgain): TypeError {
  return inputError({
    what: `The model file ${file}`,
    given,
    allowed:
      'a layers model as TensorFlow.js saves it: model.json, and beside it every weight shard that it names',
    next,
  });
}

const copyAgain = 'save or copy the model again, all files of its folder together';
