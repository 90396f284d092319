import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

const root = path.resolve(__dirname, '../..');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'install-native-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}

function installNative(...args: readonly string[]): {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
} {
  const tsx = path.join(root, 'node_modules/tsx/dist/loader.mjs');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', tsx, path.join(root, 'src/cli.ts'), 'install-native', ...args],
    { encoding: 'utf8', cwd: folder },
  );
  return { code: status, out: stdout, errors: stderr };
}

/** A TensorFlow, and a package that is built as tfjs-node is and stands on tfjs' JavaScript engine once its addon is there. */
function writeParts(packageName: string, usesGpu: boolean): void {
  const inside = `node_modules/${packageName}`;
  write({
    'tensorflow/include/tensorflow/c/c_api.h': '',
    'tensorflow/libtensorflow_cc.so.2': '',
    'tensorflow/libtensorflow_framework.so.2': '',
    [`${inside}/package.json`]: '{}',
    [`${inside}/addon.cc`]: 'extern "C" int answer() { return 42; }',
    [`${inside}/binding.gyp`]: `{ 'targets': [
      { 'target_name': 'tfjs_binding', 'sources': ['addon.cc'] },
      { 'target_name': 'copy', 'type': 'none', 'dependencies': ['tfjs_binding'],
        'copies': [{ 'files': ['<(PRODUCT_DIR)/tfjs_binding.node'], 'destination': '<(module_path)' }] } ] }`,
    [`${inside}/index.js`]: `
      require('node:fs').accessSync(require('node:path').join(__dirname, 'lib/napi-v8/tfjs_binding.node'));
      const tf = (module.exports = require(${JSON.stringify(require.resolve('@tensorflow/tfjs'))}));
      Object.assign(tf.backend(), { binding: { TF_Version: '2.99' }, isUsingGpuDevice: ${usesGpu} });`,
  });
}

test('builds, trains, and says on what and that it learned', () => {
  writeParts('@tensorflow/tfjs-node', false);
  const { code, out, errors } = installNative('--tensorflow', 'tensorflow');
  expect(errors.split('\n')).toEqual([
    `Building ${folder}/node_modules/@tensorflow/tfjs-node against ${folder}/tensorflow ...`,
    'Training a step ...',
    '',
  ]);
  expect(out).toMatch(
    /^@tensorflow\/tfjs-node runs on TensorFlow 2\.99, on the CPU: 20 steps took the loss from \d\.\d{4} to \d\.\d{4}\.\n$/,
  );
  expect(code).toBe(0);
});

test('with --gpu builds that package, and says where it has found no GPU', () => {
  writeParts('@tensorflow/tfjs-node-gpu', false);
  const without = installNative('--tensorflow', 'tensorflow', '--gpu');
  expect([without.code, without.out]).toEqual([
    0,
    expect.stringMatching(/^@tensorflow\/tfjs-node-gpu .* on the CPU: /),
  ]);
  expect(without.errors).toContain('It found no CUDA device: driver, CUDA and cuDNN must fit');
  writeParts('@tensorflow/tfjs-node-gpu', true);
  const found = installNative('--tensorflow', 'tensorflow', '--gpu');
  expect(found.out).toContain(' on the GPU: ');
  expect(found.errors).not.toContain('CUDA');
});

test('says all that is missing', () => {
  const { code, out, errors } = installNative('--tensorflow', 'nowhere', '--gpu');
  expect([code, out]).toEqual([2, '']);
  expect(errors.split('\n')).toEqual([
    'jest-model-regression: What is missing:',
    '  - @tensorflow/tfjs-node-gpu: npm install --save-dev --ignore-scripts @tensorflow/tfjs-node-gpu@~4.22.0',
    expect.stringMatching(
      /^ {2}- TensorFlow in .*\/nowhere: --tensorflow takes the folder .* \(for a GPU "tensorflow\[and-cuda\]"/,
    ),
    '',
  ]);
});

test('says that it needs to know where TensorFlow is', () => {
  const { code, errors } = installNative();
  expect(errors).toContain("jest-model-regression: required option '--tensorflow <folder>' not specified");
  expect(code).toBe(2);
});
