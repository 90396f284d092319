import { describe, expect, test } from '@jest/globals';
import { leakText } from '../../src/environment/leaks/leakText';

const next =
  'Next: dispose of what a test makes: model.dispose(), optimizer.dispose(), tf.dispose(tensors), or tf.tidy() around it. ' +
  "Not to be told: testEnvironmentOptions: { modelRegression: { leaks: 'ignore' } }.";

describe('what is said of a test file that leaves tensors', () => {
  test('one, outside of any test', () => {
    expect(leakText({ tensors: 1, variables: 0, bytes: 4, byTest: [] }, { isFreed: false })).toBe(
      `This test file has left 1 tensor (4 bytes) in TensorFlow.js.\n${next}`,
    );
  });

  test('many, with the tests that left them', () => {
    const byTest = [1, 2, 3, 4, 5].map((number) => [`test ${number}`, number] as const);
    expect(leakText({ tensors: 15, variables: 2, bytes: 12_345, byTest }, { isFreed: true })).toBe(
      [
        'This test file has left 15 tensors (12.3 kB, 2 variables among them) in TensorFlow.js; the memory is freed when it ends.',
        '  test 1: 1 more than before',
        '  test 2: 2 more than before',
        '  test 3: 3 more than before',
        '  and 2 other tests',
        next,
      ].join('\n'),
    );
  });
});
