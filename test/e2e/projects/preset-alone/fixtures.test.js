const { expect, test } = require('@jest/globals');
const { threePictures } = require('jest-model-regression/fixtures');

test('the three pictures are in the package', () => {
  const { xs, ys } = threePictures();

  expect(xs.shape).toEqual([3, 197, 197, 1]);
  expect(ys.arraySync()).toEqual([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]);
});
