import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { consumerCopy } from '../e2e/harness/consumerCopy';
import { installedConsumers } from '../e2e/harness/installed';
import { runNode, type NodeRun } from '../e2e/harness/runNode';

const [consumer] = installedConsumers();

describe('in Node without Jest', () => {
  test('require and import give the same functions, and nothing is said or started', () => {
    const script = `
      import { createRequire } from 'node:module';
      import * as imported from 'jest-model-regression';
      import * as fixtures from 'jest-model-regression/fixtures';
      import preset from 'jest-model-regression/jest-preset';
      const require = createRequire(import.meta.url);
      const same = (a, b) => Object.keys(b).every((name) => a[name] === b[name]) && Object.keys(b).length > 0;
      console.log(same(imported, require('jest-model-regression')));
      console.log(same(fixtures, require('jest-model-regression/fixtures')));
      console.log(preset === require('jest-model-regression/jest-preset'));
      console.log(require('@tensorflow/tfjs').engine().backendName ?? 'no engine');
      process.exit();`;

    expect(runInConsumer(script, 'mjs')).toEqual({ stdout: 'true\ntrue\ntrue\nno engine\n', stderr: '' });
  });

  test.each([
    'jest-model-regression/dist/index.js',
    'jest-model-regression/vitest',
    'jest-model-regression/reporter',
  ])('%s is no entry point', (name) => {
    const script = `try { require('${name}') } catch (error) { console.log(error.code) }`;

    expect(runInConsumer(script, 'cjs').stdout).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED\n');
  });
});

function runInConsumer(script: string, ending: 'cjs' | 'mjs'): NodeRun {
  const { folder, remove } = consumerCopy(consumer!, path.join(__dirname, '../e2e/projects/preset-alone'));
  try {
    return runNode(folder, script, ending);
  } finally {
    remove();
  }
}
