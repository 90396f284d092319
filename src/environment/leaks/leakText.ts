import type { Left } from './LeakCount';

/** Tests that are named. */
const named = 3;

/**
 * What is said of a test file that has left something.
 *
 * @param isFreed whether it is freed when the file ends
 */
export function leakText(
  { tensors, variables, bytes, byTest }: Left,
  { isFreed }: { readonly isFreed: boolean },
): string {
  const among = variables > 0 ? `, ${count(variables, 'variable')} among them` : '';
  return [
    `This test file has left ${count(tensors, 'tensor')} (${size(bytes)}${among}) in TensorFlow.js${isFreed ? '; the memory is freed when it ends' : ''}.`,
    ...byTest.slice(0, named).map(([test, more]) => `  ${test}: ${more} more than before`),
    ...(byTest.length > named ? [`  and ${count(byTest.length - named, 'other test')}`] : []),
    'Next: dispose of what a test makes: model.dispose(), optimizer.dispose(), tf.dispose(tensors), or tf.tidy() around it. ' +
      "Not to be told: testEnvironmentOptions: { modelRegression: { leaks: 'ignore' } }.",
  ].join('\n');
}

const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`;

const size = (bytes: number): string =>
  bytes < 1e3
    ? count(bytes, 'byte')
    : bytes < 1e6
      ? `${(bytes / 1e3).toFixed(1)} kB`
      : `${(bytes / 1e6).toFixed(1)} MB`;
