import { type BadInput, inputError } from './inputError';

/** What TensorFlow.js says in its own terms of input that is at fault, and what it means to who gave it. */
const known: readonly (readonly [RegExp, (where: string, found: readonly string[]) => BadInput])[] = [
  [
    /index value (\S+) is not in \[0, (\d+)\]/,
    (where, [, value = '', last = '']) => ({
      what: `A number in the inputs given to ${where}`,
      given: `${value}, where a layer that looks numbers up (an Embedding, as a rule) knows 0 to ${last} only`,
      allowed: `whole numbers from 0 to ${last}`,
      next: 'give the layer an inputDim above the largest number of the inputs, or encode them as for the fit',
    }),
  ],
  [
    /The class (\S+) exists in the data but not in classWeight/,
    (where, [, name = '']) => ({
      what: `The option \`classWeight\` of ${where}`,
      given: `one without class ${name}, which the targets hold`,
      allowed: 'a weight for every class of the targets',
      next: `add ${name}: 1 for a class that counts as ever`,
    }),
  ],
];

/** The error in words that say what to do, with the one of TensorFlow.js as its cause; any other as it is. */
export function inOurWords(error: unknown, where: string): unknown {
  const said = error instanceof Error ? error.message : '';
  for (const [pattern, complaint] of known) {
    const found = pattern.exec(said);
    if (found !== null) return Object.assign(inputError(complaint(where, found)), { cause: error });
  }
  return error;
}
