import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { buildAddon } from '../../src/nativeBuild/buildAddon';
import { nodeGypFile } from '../../src/nativeBuild/nodeGypFile';
import { type Asked, partsFor } from '../../src/nativeBuild/Parts';
import { trainAStep } from '../../src/nativeBuild/trainAStep';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'native-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

const inPackage = 'node_modules/@tensorflow/tfjs-node';
const packageFolder = (): string => path.join(folder, inPackage);
const asked = (): Asked => ({
  packageName: '@tensorflow/tfjs-node',
  tensorflow: path.join(folder, 'tensorflow'),
  project: folder,
});
const tensorflow = {
  'tensorflow/include/tensorflow/c/c_api.h': '',
  'tensorflow/libtensorflow_cc.so.2': '',
  'tensorflow/libtensorflow_framework.so.2': '',
};

describe('the parts', () => {
  test('all of them', () => {
    write({ ...tensorflow, [`${inPackage}/package.json`]: '{}' });
    expect(partsFor(asked())).toEqual({
      packageFolder: packageFolder(),
      tensorflow: {
        folder: path.join(folder, 'tensorflow'),
        headers: path.join(folder, 'tensorflow/include'),
        library: path.join(folder, 'tensorflow/libtensorflow_cc.so.2'),
        framework: path.join(folder, 'tensorflow/libtensorflow_framework.so.2'),
      },
      nodeGyp: expect.stringMatching(/node-gyp\.js$/),
    });
  });

  test('each that is missing is named, with what to do', () => {
    const before = process.env['PATH'];
    process.env['PATH'] = '';
    try {
      expect(partsFor(asked())).toEqual({
        missing: [
          expect.stringMatching(
            /^@tensorflow\/tfjs-node: npm install .*--ignore-scripts @tensorflow\/tfjs-node@/,
          ),
          expect.stringMatching(/^TensorFlow in .*tensorflow: .*pip install tensorflow/),
          expect.stringMatching(/^python3, .*apt install python3/),
          expect.stringMatching(/^make, .*apt install make/),
          expect.stringMatching(/^g\+\+, .*apt install g\+\+/),
        ],
      });
    } finally {
      process.env['PATH'] = before;
    }
  });

  test('a package where node-gyp cannot build', () => {
    write({ ...tensorflow, [`my project/${inPackage}/package.json`]: '{}' });
    expect(partsFor({ ...asked(), project: path.join(folder, 'my project') })).toEqual({
      missing: [expect.stringMatching(/^a path without spaces to the package: .*my project/)],
    });
  });

  test.each(Object.keys(tensorflow))('a TensorFlow without %s is none', (name) => {
    write({ ...tensorflow, [`${inPackage}/package.json`]: '{}' });
    rmSync(path.join(folder, name));
    expect(partsFor(asked())).toEqual({ missing: [expect.stringMatching(/^TensorFlow in /)] });
  });
});

describe('the build', () => {
  /** node-gyp itself, on a program of our own in place of tfjs-node's. */
  function build(source: string, check = (): void => undefined, tensorflowFolder = 'tensorflow'): void {
    for (const [name, text] of Object.entries(tensorflow))
      write({ [name.replace('tensorflow', tensorflowFolder)]: text });
    write({
      [`${inPackage}/package.json`]: '{}',
      [`${inPackage}/addon.cc`]: source,
      [`${inPackage}/lib/napi-v8/old.node`]: 'old',
      [`${inPackage}/deps/lib/libtensorflow.so.2`]: 'of 2022',
      [`${inPackage}/binding.gyp`]: `{ 'targets': [
        { 'target_name': 'tfjs_binding', 'sources': ['addon.cc'] },
        { 'target_name': 'copy', 'type': 'none', 'dependencies': ['tfjs_binding'],
          'copies': [{ 'files': ['<(PRODUCT_DIR)/tfjs_binding.node'], 'destination': '<(module_path)' }] } ] }`,
    });
    const { packageFolder: target, ...parts } = partsFor({
      ...asked(),
      tensorflow: path.join(folder, tensorflowFolder),
    }) as Exclude<ReturnType<typeof partsFor>, { readonly missing: unknown }>;
    buildAddon({ packageFolder: target, ...parts }, check);
  }

  test('puts the addon and the library in place of those that were there', () => {
    build('extern "C" int answer() { return 42; }');
    expect(readdirSync(path.join(packageFolder(), 'lib/napi-v8'))).toEqual(['tfjs_binding.node']);
    expect(readdirSync(path.join(packageFolder(), 'deps/lib')).sort()).toEqual([
      'libtensorflow.so',
      'libtensorflow_framework.so',
    ]);
    const addon = readFileSync(path.join(packageFolder(), 'lib/napi-v8/tfjs_binding.node'), 'latin1');
    expect(addon).toContain(path.join(folder, 'tensorflow'));
    expect(readdirSync(packageFolder()).filter((name) => name.endsWith('.before'))).toEqual([]);
  });

  test("runs on a library in a folder with spaces, a ' and a $", () => {
    const named = "a user's $HOME";
    build('extern "C" int answer() { return 42; }', undefined, named);
    const addon = readFileSync(path.join(packageFolder(), 'lib/napi-v8/tfjs_binding.node'), 'latin1');
    expect(addon).toContain(`${path.join(folder, named)}\0`);
  });

  test('that fails says why, and leaves the package as it was', () => {
    expect(() => build('this is no C++')).toThrow(/package is as it was before[^]*addon\.cc/);
    expect(readFileSync(path.join(packageFolder(), 'lib/napi-v8/old.node'), 'utf8')).toBe('old');
    expect(readdirSync(path.join(packageFolder(), 'deps/lib'))).toEqual(['libtensorflow.so.2']);
    expect(existsSync(path.join(packageFolder(), 'build'))).toBe(false);
  });

  test('that is not right when it is checked leaves the package as it was', () => {
    const check = (): void => {
      expect(readdirSync(path.join(packageFolder(), 'lib/napi-v8'))).toEqual(['tfjs_binding.node']);
      throw new Error('not right');
    };
    expect(() => build('extern "C" int answer() { return 42; }', check)).toThrow('not right');
    expect(readFileSync(path.join(packageFolder(), 'lib/napi-v8/old.node'), 'utf8')).toBe('old');
    expect(existsSync(path.join(packageFolder(), 'build'))).toBe(false);
  });

  test('after one that was interrupted leaves the package as it was before that', () => {
    write({ [`${inPackage}/lib.before/napi-v8/oldest.node`]: 'oldest' });
    expect(() => build('this is no C++')).toThrow(/as it was before/);
    expect(readdirSync(path.join(packageFolder(), 'lib/napi-v8'))).toEqual(['oldest.node']);
    expect(existsSync(path.join(packageFolder(), 'lib.before'))).toBe(false);
  });

  test('finds the node-gyp of npm', () => {
    expect(existsSync(nodeGypFile(folder) ?? '')).toBe(true);
  });

  test('finds that of the project before it', () => {
    write({ 'node_modules/node-gyp/bin/node-gyp.js': '' });
    expect(nodeGypFile(folder)).toBe(path.join(folder, 'node_modules/node-gyp/bin/node-gyp.js'));
  });
});

describe('the training that checks it', () => {
  const tfjs = JSON.stringify(require.resolve('@tensorflow/tfjs'));

  test('tells what it runs on, and that it learns', () => {
    write({
      'index.js': `const tf = module.exports = require(${tfjs}); tf.backend().binding = { TF_Version: '2.99' };`,
    });
    const { losses, ...said } = trainAStep(folder);
    expect(said).toEqual({ tensorflow: '2.99', usesGpu: false });
    expect(losses[1]).toBeLessThan(losses[0]);
  });

  test('fails where the process ends', () => {
    write({ 'index.js': 'process.kill(process.pid, "SIGSEGV")' });
    expect(() => trainAStep(folder)).toThrow(/ended with signal SIGSEGV/);
    write({ 'index.js': 'throw new Error("undefined symbol: TF_Something")' });
    expect(() => trainAStep(folder)).toThrow(/ended with exit code 1;[^]*undefined symbol: TF_Something/);
  });

  test('fails where nothing is learned', () => {
    write({
      'index.js': `const tf = module.exports = require(${tfjs}); tf.backend().binding = {};
        const { LayersModel } = tf; const { compile } = LayersModel.prototype;
        LayersModel.prototype.compile = function (args) { compile.call(this, { ...args, optimizer: tf.train.sgd(0) }); };`,
    });
    expect(() => trainAStep(folder)).toThrow(/20 steps took the loss from/);
  });
});
