const { expect, test } = require('@jest/globals');

/** tfjs puts its engine there as soon as it is evaluated. */
const isTfjsLoaded = () => '_tfengine' in globalThis;

test('a test file without a model has not loaded tfjs', () => {
  expect(typeof expect({}).toHaveConvergedBatchNormStats).toBe('function');
  expect(isTfjsLoaded()).toBe(false);
});

test('the first matcher that is called loads it', async () => {
  await expect(expect({}).toHaveConvergedBatchNormStats()).rejects.toThrow();

  expect(isTfjsLoaded()).toBe(true);
});
