import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { installedConsumers } from '../e2e/harness/installed';

const [consumer] = installedConsumers();
const packed = path.join(consumer!.folder, 'node_modules/jest-model-regression');
// npm puts in node_modules what the consumer holds in another version; that is none of the tarball's.
const files = readdirSync(packed, { recursive: true, encoding: 'utf8' })
  .filter((file) => !file.startsWith('node_modules/') && statSync(path.join(packed, file)).isFile())
  .sort();
const manifest = JSON.parse(readFileSync(path.join(packed, 'package.json'), 'utf8')) as Record<
  string,
  object | undefined
>;

describe('the tarball', () => {
  test('holds dist and what npm always adds', () => {
    expect(files.filter((file) => !file.startsWith('dist/'))).toEqual(
      ['LICENSE', 'README.md', 'package.json'].filter((file) => existsSync(path.join(packed, file))),
    );
  });

  test('holds an entry point as CommonJS and as an ES module, each with types', () => {
    const entries = ['index', 'setup', 'fixtures/index', 'environment', 'jest-preset'];
    const expected = entries.flatMap((entry) =>
      ['.js', '.d.ts', '.mjs', '.d.mts'].map((end) => `dist/${entry}${end}`),
    );

    expect(files).toEqual(expect.arrayContaining(expected));
    expect(files.filter((file) => file.endsWith('.mjs'))).toHaveLength(entries.length);
  });

  test('uses the exports of tfjs as they are, not a copy for each file', () => {
    const code = files.filter((file) => file.endsWith('.js'));
    const using = code.filter((file) =>
      readFileSync(path.join(packed, file), 'utf8').includes('require("@tensorflow/tfjs'),
    );
    expect(using.length).toBeGreaterThan(50);
    const copying = using.filter((file) =>
      readFileSync(path.join(packed, file), 'utf8').includes('__importStar(require("@tensorflow'),
    );
    expect(copying).toEqual([]);
  });

  test('holds nothing but code, types and the pictures: no tests, no second tfjs', () => {
    expect(
      files.filter((file) => file.startsWith('dist/') && !/\.(js|mjs|d\.ts|d\.mts|png)$/.test(file)),
    ).toEqual([]);
    expect(files.filter((file) => /tests?\/|\.test\.|node_modules|tf-core/.test(file))).toEqual([]);
    expect(files.filter((file) => file.endsWith('.png'))).toHaveLength(3);
  });

  test('is small', () => {
    const bytes = files.reduce((total, file) => total + statSync(path.join(packed, file)).size, 0);

    expect(bytes).toBeLessThan(1_400_000);
  });

  test('brings ten well-kept dependencies, and neither tfjs nor expect', () => {
    expect(Object.keys(manifest['dependencies'] ?? {})).toEqual([
      'chart.js',
      'commander',
      'fflate',
      'jest-image-snapshot',
      'munkres',
      'oled-font-5x7',
      'pngjs',
      'proper-lockfile',
      'seedrandom',
      'write-file-atomic',
    ]);
    expect(Object.keys(manifest['peerDependencies'] ?? {})).toEqual([
      '@tensorflow/tfjs',
      '@tensorflow/tfjs-backend-wasm',
      '@tensorflow/tfjs-backend-webgpu',
      '@tensorflow/tfjs-node',
      '@tensorflow/tfjs-node-gpu',
      'jest',
      'webgpu',
    ]);
    expect(manifest['peerDependenciesMeta']).toEqual({
      '@tensorflow/tfjs-backend-webgpu': { optional: true },
      '@tensorflow/tfjs-node': { optional: true },
      '@tensorflow/tfjs-node-gpu': { optional: true },
      webgpu: { optional: true },
    });
  });

  test('runs nothing when it is installed', () => {
    const scripts = Object.keys(manifest['scripts'] ?? {});

    expect(scripts.filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([]);
  });
});
