const { expect, test } = require('@jest/globals');
const { asyncMatchers } = require('jest-model-regression');

test('every matcher is there', () => {
  for (const name of asyncMatchers) expect(typeof expect()[name]).toBe('function');
});

test('the ambient expect has them too', () => {
  for (const name of asyncMatchers) expect(typeof globalThis.expect()[name]).toBe('function');
});
