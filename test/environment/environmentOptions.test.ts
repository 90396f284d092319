import { describe, expect, test } from '@jest/globals';
import { environmentOptions } from '../../src/environment/environmentOptions';

describe('testEnvironmentOptions.modelRegression', () => {
  test.each([
    { given: undefined, options: { hosted: true, leaks: 'report' } },
    { given: {}, options: { hosted: true, leaks: 'report' } },
    { given: { hosted: false }, options: { hosted: false, leaks: 'report' } },
    { given: { leaks: 'fail' }, options: { hosted: true, leaks: 'fail' } },
  ])('$given', ({ given, options }) => {
    expect(environmentOptions(given)).toEqual(options);
  });

  test.each([
    { given: { leak: 'fail' }, says: /"leak"\.\nAllowed: hosted, leaks\./ },
    {
      given: { hosted: 'no' },
      says: /modelRegression\.hosted is "no"\.\nAllowed: true \(default\), false\./,
    },
    {
      given: { leaks: 'warn' },
      says: /modelRegression\.leaks is "warn"\.\nAllowed: 'report' \(default\), 'fail', 'ignore'\./,
    },
    { given: 'no', says: /modelRegression is "no"/ },
  ])('refuses $given', ({ given, says }) => {
    expect(() => environmentOptions(given)).toThrow(says);
    expect(() => environmentOptions(given)).toThrow(/Next: correct it in testEnvironmentOptions/);
  });
});
