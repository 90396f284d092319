const { train } = require('jest-model-regression');
const { blobs, denseWithBatchNorm, threePictures } = require('jest-model-regression/fixtures');

test('leaves only what the package has made', async () => {
  expect(threePictures().xs.shape).toEqual([3, 197, 197, 1]);
  const data = blobs({ rows: 12, classes: 3, features: 4 });
  const options = { epochs: 1, optimizer: 'adam', loss: 'categoricalCrossentropy' };
  await train(() => denseWithBatchNorm({ features: 4, classes: 3 }), data, options);
});
