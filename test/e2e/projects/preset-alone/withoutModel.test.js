const { expect, test } = require('@jest/globals');

const loadedTfjs = () => Object.keys(require.cache).filter((file) => file.includes('@tensorflow'));

test('a test file without a model has not loaded tfjs', () => {
  expect(typeof expect({}).toHaveConvergedBatchNormStats).toBe('function');
  expect(loadedTfjs()).toEqual([]);
});

test('the first matcher that is called loads it', async () => {
  await expect(expect({}).toHaveConvergedBatchNormStats()).rejects.toThrow();

  expect(loadedTfjs()).not.toEqual([]);
});
