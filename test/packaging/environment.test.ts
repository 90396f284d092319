import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { consumerCopy } from '../e2e/harness/consumerCopy';
import { installedConsumers } from '../e2e/harness/installed';
import { runNode } from '../e2e/harness/runNode';

const ours = 'node_modules/jest-model-regression';

describe.each(installedConsumers())('$name', (consumer) => {
  test("the environment is built on the running Jest's own, also when npm has put another beside us", () => {
    const { folder, remove } = consumerCopy(consumer, path.join(__dirname, '../e2e/projects/preset-alone'));
    try {
      cpSync(path.join(consumer.folder, ours), path.join(folder, ours), { recursive: true });
      putOtherEnvironment(path.join(folder, ours, 'node_modules/jest-environment-node'));

      const { stdout, stderr } = runNode(
        folder,
        `const { TestEnvironment } = require(${JSON.stringify(path.join(consumer.folder, 'node_modules/jest-environment-node'))});
         console.log(Object.getPrototypeOf(require('jest-model-regression/environment')) === TestEnvironment);`,
      );

      expect({ stdout, stderr }).toEqual({ stdout: 'true\n', stderr: '' });
    } finally {
      remove();
    }
  });
});

function putOtherEnvironment(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{ "name": "jest-environment-node", "version": "0.0.0" }');
  writeFileSync(path.join(folder, 'index.js'), 'exports.TestEnvironment = class Other {};');
}
