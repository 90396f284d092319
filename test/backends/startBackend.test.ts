import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { project, type Packages, type Project } from './project';

jest.setTimeout(60_000);

const tfjs: Packages = { '@tensorflow/tfjs': 'real', '@tensorflow/tfjs-backend-wasm': 'real' };
const projects: Project[] = [];
afterAll(() => projects.forEach((made) => made.remove()));

function projectWith(packages: Packages): Project {
  const made = project(packages);
  projects.push(made);
  return made;
}

const addonMissing = `throw new Error("The Node.js native addon module (tfjs_binding.node) can not be found at path: /somewhere/tfjs_binding.node. \\nPlease run command 'npm rebuild @tensorflow/tfjs-node'.");`;
const noLibrary = 'libtensorflow.so.2: cannot open shared object file: No such file or directory';
const libraryMissing = `throw new Error("${noLibrary}\\n  second line");`;
const build =
  'Next: build it on a TensorFlow of today, npx jest-model-regression install-native --tensorflow FOLDER';
const orWithout = 'or set MODEL_REGRESSION_BACKEND=wasm to do without';

/** Stands on tfjs' own JavaScript engine, under the name that tfjs-node gives to its. */
const working = (isUsingGpuDevice: boolean): string =>
  `
  const tf = require('@tensorflow/tfjs');
  const util = require('util');
  if (!util.isNullOrUndefined(null) || !util.isArray([])) throw new Error('util was not completed');
  tf.registerBackend('tensorflow', () => Object.assign(tf.findBackendFactory('cpu')(), { isUsingGpuDevice }), 3);
  tf.copyRegisteredKernels('cpu', 'tensorflow');
  module.exports = { version: { 'tfjs-core': '4.22.0', 'tfjs-node': '4.22.0' } };`.replace(
    'isUsingGpuDevice }',
    `isUsingGpuDevice: ${isUsingGpuDevice} }`,
  );

const printReport = 'await startBackend(); console.log(JSON.stringify(backendReport()));';

describe('startBackend()', () => {
  test('starts WASM where nothing better is installed, without a word', async () => {
    const { stdout, stderr, code } = await projectWith(tfjs).run(`
      const [first, second] = await Promise.all([startBackend(), startBackend()]);
      console.log(first === second && second === backendReport(), String(first));`);
    expect(stderr).toBe('');
    expect(stdout).toMatch(
      /^true WASM with SIMD \(4\.22\.0\), \d+ threads?, on .+ \(\d+ cores?\); own training kernels with fused multiply-add; tfjs 4\.22\.0, node \d+\.\d+\.\d+\n$/,
    );
    expect(code).toBe(0);
  });

  test('prefers tfjs-node-gpu to tfjs-node and tfjs-node to WASM', async () => {
    const both = projectWith({
      ...tfjs,
      '@tensorflow/tfjs-node-gpu': { 'index.js': working(true) },
      '@tensorflow/tfjs-node': { 'index.js': working(false) },
    });
    expect(JSON.parse((await both.run(printReport)).stdout)).toMatchObject({
      engine: 'cuda',
      device: 'CUDA GPU',
      trainingKernels: 'shipped',
      notes: [],
    });
    const native = projectWith({ ...tfjs, '@tensorflow/tfjs-node': { 'index.js': working(false) } });
    expect(JSON.parse((await native.run(printReport)).stdout)).toMatchObject({
      engine: 'native',
      versions: { backend: '4.22.0' },
      notes: [],
    });
    const { stderr, code } = await native.run("await startBackend({ engine: 'cuda' });");
    expect(stderr).toBe(
      '@tensorflow/tfjs-node-gpu is not installed: npm install --save-dev @tensorflow/tfjs-node-gpu@~4.22.0\n',
    );
    expect(code).toBe(1);
  });

  test('says that tfjs-node-gpu has found no GPU, and computes on the CPU unless CUDA was asked for', async () => {
    const noGpu = projectWith({ ...tfjs, '@tensorflow/tfjs-node-gpu': { 'index.js': working(false) } });
    const line =
      '@tensorflow/tfjs-node-gpu found no CUDA device, and computes on the CPU. Next: nvidia-smi shows whether there is one; driver, CUDA and cuDNN must fit its ' +
      'TensorFlow, which another takes the place of by npx jest-model-regression install-native --tensorflow FOLDER --gpu';
    const { stdout, stderr } = await noGpu.run(`await startBackend(); ${printReport}`);
    expect(stderr).toBe(`jest-model-regression: ${line}.\n`);
    expect(JSON.parse(stdout)).toMatchObject({ engine: 'native', notes: [line] });
    const asked = await noGpu.run("await startBackend({ engine: 'cuda' });");
    expect([asked.stderr, asked.code]).toEqual([`${line}\n`, 1]);
  });

  test('refuses a tfjs-node of another version in its own words', async () => {
    const other = { 'index.js': "module.exports = { version: { 'tfjs-core': '4.21.0' } };" };
    const { stderr } = await projectWith({ ...tfjs, '@tensorflow/tfjs-node': other }).run(
      "await startBackend({ engine: 'native' });",
    );
    expect(stderr).toMatch(
      /^@tensorflow\/tfjs-node is version 4\.21\.0, .*\. Run: npm install --save-dev [^.]+~4\.22\.0 [^.]+~4\.22\.0\n$/,
    );
  });

  test('sets what TensorFlow reads at its start, unless it is set already', async () => {
    const echo = `console.error(process.env.TF_FORCE_GPU_ALLOW_GROWTH, process.env.TF_CPP_MIN_LOG_LEVEL); ${working(false)}`;
    const native = projectWith({ ...tfjs, '@tensorflow/tfjs-node': { 'index.js': echo } });
    expect((await native.run('await startBackend();')).stderr).toBe('true 2\n');
    expect(
      (
        await native.run('await startBackend();', {
          TF_CPP_MIN_LOG_LEVEL: '0',
          TF_FORCE_GPU_ALLOW_GROWTH: 'false',
        })
      ).stderr,
    ).toBe('false 0\n');
  });

  test('completes util where Node 23 took functions away that tfjs-node calls', async () => {
    const native = projectWith({ ...tfjs, '@tensorflow/tfjs-node': { 'index.js': working(false) } });
    const { stdout } = await native.run(
      `const util = require('util'); delete util.isNullOrUndefined; delete util.isArray; ${printReport}`,
    );
    expect(JSON.parse(stdout)).toMatchObject({ engine: 'native' });
  });

  test('says in one line, once, why an installed engine was passed over, and keeps it in the report', async () => {
    const blocked = projectWith({ ...tfjs, '@tensorflow/tfjs-node': { 'index.js': addonMissing } });
    const { stdout, stderr, code } = await blocked.run(
      `await startBackend(); await startBackend(); ${printReport}`,
    );
    const line =
      '@tensorflow/tfjs-node is installed but cannot load: its native addon was not built or downloaded; npm 11 warns about install scripts ' +
      'and npm 12 blocks them. Next: npm install-scripts approve @tensorflow/tfjs-node, then npm rebuild';
    expect(stderr).toBe(`jest-model-regression: ${line}. WASM is used instead.\n`);
    expect(JSON.parse(stdout)).toMatchObject({ engine: 'wasm', notes: [line] });
    expect(code).toBe(0);
  });

  test('tries the next engine and gives the first line of every reason', async () => {
    const broken = projectWith({
      ...tfjs,
      '@tensorflow/tfjs-node-gpu': { 'index.js': libraryMissing },
      '@tensorflow/tfjs-node': { 'index.js': 'throw "no error at all";' },
    });
    const { stdout, stderr } = await broken.run(printReport);
    expect(stderr.trim().split('\n')).toEqual([
      `jest-model-regression: @tensorflow/tfjs-node-gpu is installed but cannot load: ${noLibrary}. ${build} --gpu, ${orWithout}. WASM is used instead.`,
      `jest-model-regression: @tensorflow/tfjs-node is installed but cannot load: no error at all. ${build}, ${orWithout}. WASM is used instead.`,
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ engine: 'wasm' });
    const half = projectWith({
      ...tfjs,
      '@tensorflow/tfjs-node-gpu': { 'index.js': libraryMissing },
      '@tensorflow/tfjs-node': { 'index.js': working(false) },
    });
    const run = await half.run(printReport);
    expect(run.stderr).toMatch(
      /^jest-model-regression: @tensorflow\/tfjs-node-gpu is installed but cannot load: .+\. @tensorflow\/tfjs-node is used instead\.\n$/,
    );
    expect(JSON.parse(run.stdout)).toMatchObject({
      engine: 'native',
      notes: [expect.stringContaining('libtensorflow.so.2')],
    });
  });

  test('is an error where the engine that was asked for cannot load', async () => {
    const broken = projectWith({ ...tfjs, '@tensorflow/tfjs-node': { 'index.js': libraryMissing } });
    const { stderr, code } = await broken.run("await startBackend({ engine: 'native' });");
    expect(stderr).toBe(
      `@tensorflow/tfjs-node is installed but cannot load: ${noLibrary}. ${build}, ${orWithout}\n`,
    );
    expect(code).toBe(1);
    const next = await broken.run(
      "await startBackend({ engine: 'native' }).catch(() => undefined); console.log((await startBackend({ engine: 'wasm' })).engine);",
    );
    expect(next.stdout).toBe('wasm\n');
  });

  test('refuses a WASM package of another version, naming both', async () => {
    const mixed = projectWith({
      '@tensorflow/tfjs': 'real',
      '@tensorflow/tfjs-backend-wasm': { 'index.js': "exports.version_wasm = '4.21.0';" },
    });
    const { stderr, code } = await mixed.run('await startBackend();');
    expect(stderr).toBe(
      '@tensorflow/tfjs-backend-wasm is version 4.21.0, @tensorflow/tfjs is version 4.22.0: they must be the same 4.22.x. ' +
        'Run: npm install --save-dev @tensorflow/tfjs@~4.22.0 @tensorflow/tfjs-backend-wasm@~4.22.0\n',
    );
    expect(code).toBe(1);
  });

  test('refuses a second copy of tfjs-core, naming both places', async () => {
    const nested = projectWith({
      '@tensorflow/tfjs': 'real',
      '@tensorflow/tfjs-backend-wasm': {
        'index.js': "exports.version_wasm = '4.22.0';",
        'node_modules/@tensorflow/tfjs-core/package.json': '{ "version": "4.22.0" }',
        'node_modules/@tensorflow/tfjs-core/index.js': '',
      },
    });
    const { stderr, code } = await nested.run('await startBackend();');
    expect(stderr).toMatch(
      /^There are two copies of @tensorflow\/tfjs-core: @tensorflow\/tfjs uses 4\.22\.0 \(.+\), @tensorflow\/tfjs-backend-wasm uses 4\.22\.0 \(.+backends-.+\)\. Give both packages the same version in package\.json \(~4\.22\.0\), then run 'npm dedupe'\.\n$/,
    );
    expect(code).toBe(1);
  });

  test('trains with recomposed kernels where its own do not start, and says so', async () => {
    const { stdout, stderr, code } = await projectWith(tfjs).run(`
      Object.assign(WebAssembly, { Module: function () { throw new Error('not this one'); } });
      await startBackend();
      console.log(backendReport().trainingKernels, String(backendReport()).split('; ')[1]);
      const tf = require('@tensorflow/tfjs');
      const filter = tf.ones([2, 2, 1, 1]);
      console.log(String(tf.grad((x) => tf.conv2d(x, filter, 1, 'valid'))(tf.ones([1, 3, 3, 1])).dataSync()));`);
    expect(stderr).toBe('');
    expect(stdout).toBe('recomposed recomposed training kernels\n1,2,1,2,4,2,1,2,1\n');
    expect(code).toBe(0);
  });

  test('never falls back to the JavaScript engine: not where WASM is missing, not where it does not start', async () => {
    const without = await projectWith({ '@tensorflow/tfjs': 'real' }).run('await startBackend();');
    expect(without.stderr).toBe(
      '@tensorflow/tfjs-backend-wasm is not installed: npm install --save-dev @tensorflow/tfjs-backend-wasm@~4.22.0\n',
    );
    const failing = projectWith({
      '@tensorflow/tfjs': 'real',
      '@tensorflow/tfjs-backend-wasm': {
        'index.js':
          "require('@tensorflow/tfjs').registerBackend('wasm', () => Promise.reject(new Error('no WebAssembly here')), 2); exports.version_wasm = '4.22.0';",
      },
    });
    const { stderr, code } = await failing.run('await startBackend();');
    expect(stderr).toContain('no WebAssembly here');
    expect(stderr.trim().split('\n').at(-1)).toBe(
      'The WASM engine did not start: its cause is printed above. The pure JavaScript engine is not used instead, it is 40 times slower. ' +
        'Reinstall @tensorflow/tfjs-backend-wasm, and look that its dist folder holds tfjs-backend-wasm-simd.wasm.',
    );
    expect(code).toBe(1);
  });

  test('takes the JavaScript engine where it is asked for, without the notice', async () => {
    const { stdout, stderr } = await projectWith(tfjs).run(
      "console.log(String(await startBackend({ engine: 'cpu' })));",
    );
    expect(stdout).toMatch(
      /^pure JavaScript \(4\.22\.0\), 1 thread, on .+; shipped training kernels; tfjs 4\.22\.0, node .+\n$/,
    );
    expect(stderr).toBe('');
  });

  test('takes the engine of MODEL_REGRESSION_BACKEND where nothing else is asked for', async () => {
    const native = projectWith({ ...tfjs, '@tensorflow/tfjs-node': { 'index.js': working(false) } });
    const engine = async (script: string, asked: string): Promise<string> => {
      const { stdout, stderr } = await native.run(script, { MODEL_REGRESSION_BACKEND: asked });
      return `${stdout}${stderr}`.trim();
    };
    const start = 'console.log((await startBackend()).engine);';
    expect(await engine(start, 'cpu')).toBe('cpu');
    expect(await engine(start, '')).toBe('native');
    expect(await engine(start, 'auto')).toBe('native');
    expect(await engine("console.log((await startBackend({ engine: 'wasm' })).engine);", 'cpu')).toBe('wasm');
    expect(
      await engine(
        "await startBackend({ engine: 'wasm' }); console.log((await startBackend()).engine);",
        'cpu',
      ),
    ).toBe('wasm');
    expect(await engine(start, 'gpu')).toBe(
      `The environment variable MODEL_REGRESSION_BACKEND is "gpu"; it takes 'auto', 'cuda', 'native', 'webgpu', 'wasm' or 'cpu'. ` +
        'Next: correct it, or leave it out for the best engine that is there.',
    );
  });

  test('leaves an uncaught error of the project as Node prints it', async () => {
    const { stderr, code } = await projectWith(tfjs).run(
      "await startBackend(); setTimeout(() => { throw new Error('of the project'); }, 0);",
    );
    expect(stderr).toContain('of the project');
    expect(stderr).not.toContain('WasmBackendModule');
    expect(code).not.toBe(0);
  });

  test('refuses what it does not know', async () => {
    const { stdout } = await projectWith(tfjs).run(`
      try { backendReport(); } catch (error) { console.log(error.message); }
      await startBackend({ engine: 'gpu' as never }).catch((error) => console.log(error.message));
      await startBackend({ device: 1 } as never).catch((error) => console.log(error.message));
      await startBackend();
      await startBackend({ engine: 'cpu' }).catch((error) => console.log(error.message));`);
    expect(stdout.trim().split('\n')).toEqual([
      'backendReport() was called before an engine was started: await startBackend() first.',
      `startBackend() got engine "gpu"; it takes 'auto', 'cuda', 'native', 'webgpu', 'wasm' or 'cpu'.`,
      "startBackend() has no option 'device'; it takes 'engine'.",
      "startBackend({ engine: 'cpu' }): the engine 'wasm' runs already in this process. Ask for the engine before anything is trained or predicted.",
    ]);
  });
});
