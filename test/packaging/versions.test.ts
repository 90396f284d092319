import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { installedConsumers } from '../e2e/harness/installed';

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly version: string; readonly hasInstallScript?: boolean }>
  >;
}

describe.each(installedConsumers())('$name', ({ folder }) => {
  const { packages } = JSON.parse(readFileSync(path.join(folder, 'package-lock.json'), 'utf8')) as Lock;

  /** Every place where npm has put a package, with its version. */
  const installed = (name: string) =>
    Object.entries(packages)
      .filter(([place]) => place.endsWith(`node_modules/${name}`))
      .map(([place, { version }]) => ({ place, version }));

  test.each(['tfjs', 'tfjs-core', 'tfjs-layers', 'tfjs-backend-wasm', 'tfjs-backend-cpu'])(
    'there is one %s',
    (name) => {
      expect(installed(`@tensorflow/${name}`)).toEqual([
        { place: `node_modules/@tensorflow/${name}`, version: expect.stringMatching(/^4\.22\./) },
      ]);
    },
  );

  test.each(['expect', '@jest/globals', 'jest-environment-node'])(
    "there is one %s, of Jest's own version",
    (name) => {
      const [jest] = installed('jest');

      expect(installed(name)).toEqual([{ place: `node_modules/${name}`, version: majorOf(jest?.version) }]);
    },
  );

  test('neither tfjs-node nor anything else that downloads comes along', () => {
    expect(installed('@tensorflow/tfjs-node')).toEqual([]);
    expect(installed('@tensorflow/tfjs-node-gpu')).toEqual([]);
  });
});

const majorOf = (version = 'none') =>
  expect.stringMatching(new RegExp(`^${version.split('.')[0] ?? ''}\\.`)) as unknown;
