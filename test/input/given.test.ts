import { describe, expect, test } from '@jest/globals';
import { given } from '../../src/input/given';
import { inputError } from '../../src/input/inputError';
import { checkOptions } from '../../src/input/checkOptions';
import * as rules from '../../src/input/rules';

describe('given', () => {
  test.each([
    [undefined, 'missing'],
    [null, 'null'],
    [true, 'true'],
    [-0, '-0'],
    [NaN, 'NaN'],
    ['a "b"', '"a \\"b\\""'],
    [() => 1, 'a function'],
    [parseInt, 'the function parseInt'],
    [[1, 2], '[1, 2]'],
    [Float32Array.of(1), 'a Float32Array'],
    [{}, 'an empty object'],
    [{ xs: 1, ys: 2 }, 'an object with xs, ys'],
    [new Map(), 'a Map'],
    [Object.create(null), 'an empty object'],
  ])('says of %p: %s', (value, said) => {
    expect(given(value)).toBe(said);
  });
});

describe('inputError', () => {
  test('says what, what was given, what is allowed and what to do next', () => {
    const error = inputError({ what: '`xs`', given: 'missing', allowed: 'a tensor', next: 'pass one' });
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toBe('`xs` is missing.\n  Allowed: a tensor.\n  Next: pass one.');
  });
});

describe('checkOptions', () => {
  const known = { seed: rules.seed, shuffle: rules.boolean, share: rules.fraction };

  test('takes what the rules allow, and undefined for left out', () => {
    for (const options of [undefined, {}, { seed: undefined }, { seed: -3, shuffle: false, share: 0 }])
      expect(() => checkOptions('f', options, known)).not.toThrow();
  });

  test('refuses a name that is not known and lists those that are', () => {
    expect(() => checkOptions('f', { sead: 1 }, known)).toThrow(
      new TypeError(
        'The option `sead` of f is not known.\n  Allowed: seed, shuffle, share.\n  Next: correct the name `sead`, or remove it.',
      ),
    );
  });

  test('refuses names that every object has', () => {
    for (const name of ['constructor', 'toString', 'hasOwnProperty'])
      expect(() => checkOptions('f', { [name]: 1 }, known)).toThrow(/is not known/);
  });

  test('refuses a seed of 0 and says why', () => {
    expect(() => checkOptions('f', { seed: 0 }, known)).toThrow(
      new TypeError(
        'The option `seed` of f is 0.\n' +
          '  Allowed: a whole number other than 0 (TensorFlow.js takes 0 for no seed).\n' +
          '  Next: correct `seed`, or leave it out for the default.',
      ),
    );
  });
});
