const { setTimeout } = require('node:timers/promises');
const { expect, test } = require('@jest/globals');

test("a test may take longer than Jest's five seconds", async () => {
  expect(typeof expect({}).toPredictConsistentlyWithTraining).toBe('function');
  await setTimeout(5500);
});
