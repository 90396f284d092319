import { describe, test } from '@jest/globals';
import { installedConsumers } from './harness/installed';
import { expectAllPassed } from './harness/outcomes';
import { runJest } from './harness/runJest';

describe.each(installedConsumers())('$name', (consumer) => {
  test('a preset is all the configuration a project needs', async () => {
    expectAllPassed(
      await runJest(consumer, 'preset-alone'),
      'registers.test.js',
      'oneTfjs.test.js',
      'fixtures.test.js',
      'typedArrays.test.js',
      'withoutModel.test.js',
      'timeout.test.js',
    );
  });

  test('ES modules get the same copy of everything as require', async () => {
    const env = { NODE_OPTIONS: '--experimental-vm-modules' };

    expectAllPassed(await runJest(consumer, 'es-modules', { env }), 'trains.test.mjs');
  });

  test('a project without injected globals gets its matchers', async () => {
    expectAllPassed(await runJest(consumer, 'inject-globals-false'), 'registers.test.js');
  });

  test("a project with ts-jest's preset and its defaults adds two lines", async () => {
    expectAllPassed(await runJest(consumer, 'ts-jest-defaults'), 'trains.test.ts', 'timeout.test.js');
  });

  test('data and models in every form are typed and judged', async () => {
    expectAllPassed(await runJest(consumer, 'every-form'), 'forms.test.ts');
  });

  test('the ambient expect is typed by `types: ["jest-model-regression"]`', async () => {
    expectAllPassed(await runJest(consumer, 'ts-jest-ambient'), 'registers.test.ts');
  });

  test('every project of a run with several has matchers and time to train', async () => {
    expectAllPassed(await runJest(consumer, 'projects'), 'preset.test.js', 'twoLines.test.js');
  });
});
