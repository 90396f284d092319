const { expect, test } = require('@jest/globals');
const { trapped } = require('./trained');

test('forgets to wait', async () => {
  const trained = await trapped();
  expect(trained).toPredictConsistentlyWithTraining();
});
