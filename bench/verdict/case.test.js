const { train } = require('jest-model-regression');
const { resnet50, threePictures } = require('jest-model-regression/fixtures');

test('predicts what it learned', async () => {
  const network = () => resnet50({ inputShape: [197, 197, 1], classes: 3 });
  const compile = { optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] };
  const trained = await train(network, threePictures(), { ...compile, epochs: 5, batchSize: 3, seed: 4 });
  await expect(trained).toPredictConsistentlyWithTraining();
});
