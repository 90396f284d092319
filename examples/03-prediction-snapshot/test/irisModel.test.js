const { startBackend } = require('jest-model-regression');
const { classNames, irises } = require('../src/irises');

beforeAll(() => startBackend());

test('predicts for these flowers what the last release predicted', async () => {
  const { xs, labels } = irises(12, 11);
  await expect('models/iris').toMatchPredictionSnapshot(xs, { classNames, labels });
});

test('takes no kind for another more often than the last release did', async () => {
  const { xs, labels } = irises(60, 12);
  await expect('models/iris').toMatchPredictionImageSnapshot(xs, {
    kind: 'confusionMatrix',
    classNames,
    labels,
  });
});
