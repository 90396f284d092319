const { expect, test } = require('@jest/globals');

test('the matchers are on the imported expect', () => {
  expect(globalThis.expect).toBeUndefined();
  expect(typeof expect({}).toPredictConsistentlyWithTraining).toBe('function');
});
