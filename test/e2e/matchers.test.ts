import { describe, expect, test } from '@jest/globals';
import { installedConsumers } from './harness/installed';
import { expectAllPassed } from './harness/outcomes';
import { runJest } from './harness/runJest';

const inBand = ['--runInBand'];
const inWorkers = ['--maxWorkers=2'];

describe.each(installedConsumers())('$name', (consumer) => {
  describe.each([
    { where: 'in band', how: inBand },
    { where: 'in workers', how: inWorkers },
  ])('$where', ({ how }) => {
    test('the run is red, and each test of its own accord', async () => {
      const run = await runJest(consumer, 'matchers', { args: how });

      expect(run.outcomes).toEqual({
        'red.test.js: predicts what it learned': 'failed',
        'red.test.js: has converged': 'failed',
        'red.test.js: is refused': 'failed',
        'red.test.js: is refused once it is looked at': 'failed',
        'red.test.js: is used in toEqual': 'failed',
        'red.test.js: is used in toEqual, negated': 'failed',
        'concurrent.test.js: trapped, first': 'failed',
        'concurrent.test.js: healthy, between them': 'passed',
        'concurrent.test.js: trapped, last': 'failed',
        'green.test.js: a healthy model passes both': 'passed',
        'green.test.js: a trapped one fails both, and passes after the repair': 'passed',
        'green.test.js: the matchers leave every byte of the model as it was': 'passed',
        'green.test.js: promises of models are waited for': 'passed',
      });
      expect(run.exitCode).toBe(1);
    });
  });

  test('a healthy run is green', async () => {
    expectAllPassed(await runJest(consumer, 'matchers', { args: ['--runInBand', 'green'] }), 'green.test.js');
  });

  test('the failure says what was promised, why it was not kept, and where in the test', async () => {
    const { failures } = await runJest(consumer, 'matchers', {
      args: ['--runInBand', 'red', '-t', 'predicts what it learned'],
    });
    const message = failures.join();

    expect(message).toContain('expect(model).toPredictConsistentlyWithTraining()');
    expect(message).toMatch(
      /fit promised accuracy 1\.000 on these 60 rows, predict gives 0\.\d{3} \(tolerance 0\.05\)/,
    );
    expect(message).toMatch(/inference mode .*<- moving statistics/);
    expect(message).toContain('await recalibrateBatchNorm(trained.model, trained.data.xs)');
    expect(message).toContain('> 12 |   await expect(trained).toPredictConsistentlyWithTraining();');
  });

  test('a refusal points at the line of the test too', async () => {
    const { failures } = await runJest(consumer, 'matchers', {
      args: ['--runInBand', 'red', '-t', 'is refused'],
    });
    const message = failures.join();

    expect(message).toContain('The option `tolerance` of toPredictConsistentlyWithTraining is -1.');
    expect(message).toContain(
      '> 20 |   await expect(trained).toPredictConsistentlyWithTraining(undefined, {',
    );
    expect(message).toContain('> 24 |   await expect(trained).toPredictConsistentlyWithTraining(blobs(');
  });

  test('tensors may be made before the engine starts', async () => {
    expectAllPassed(await runJest(consumer, 'before-the-engine'), 'labels.test.js');
  });

  test('a matcher that nobody waits for does not turn a red run green', async () => {
    const run = await runJest(consumer, 'not-awaited');

    expect(run.exitCode).not.toBe(0);
  });
});
