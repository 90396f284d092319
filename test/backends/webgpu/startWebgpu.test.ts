import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { project, type Packages, type Project } from '../project';
import { aGpu, webgpuPackages } from './stubs';

jest.setTimeout(60_000);

const tfjs: Packages = { '@tensorflow/tfjs': 'real', '@tensorflow/tfjs-backend-wasm': 'real' };
const projects: Project[] = [];
afterAll(() => projects.forEach((made) => made.remove()));

function projectWith(packages: Packages): Project {
  const made = project({ ...tfjs, ...packages });
  projects.push(made);
  return made;
}

const withGpu = (then?: string): Project =>
  projectWith(webgpuPackages({ adapter: aGpu, ...(then && { then }) }));
const start = "await startBackend({ engine: 'webgpu' }); const tf = require('@tensorflow/tfjs');";
const withoutGpu =
  'webgpu found no GPU. Next: install a driver for Vulkan (on Linux with libvulkan.so.1, in a container with the graphics capability), Metal or D3D12, ' +
  'or set MODEL_REGRESSION_BACKEND=wasm to do without';

describe('WebGPU is chosen', () => {
  test('where there is a GPU, before WASM, without a word', async () => {
    const { stdout, stderr } = await withGpu().run('console.log(String(await startBackend()));');
    expect(stderr).toBe('');
    expect(stdout).toMatch(
      /^WebGPU \(4\.22\.0\), 1 thread, on NVIDIA H100 \(nvidia hopper\); shipped training kernels; tfjs 4\.22\.0, node [\d.]+\n$/,
    );
  });

  test('not where there is none: WASM, and why', async () => {
    const { stdout, stderr } = await projectWith(webgpuPackages({ adapter: null })).run(
      'console.log((await startBackend()).engine);',
    );
    expect(stdout).toBe('wasm\n');
    expect(stderr).toBe(`jest-model-regression: ${withoutGpu}. WASM is used instead.\n`);
  });

  test('not where the adapter computes on the CPU, unless it is asked for', async () => {
    const software = {
      ...aGpu,
      description: 'SwiftShader',
      vendor: '',
      architecture: '',
      isFallbackAdapter: true,
    };
    const made = projectWith(webgpuPackages({ adapter: software }));
    const auto = await made.run('console.log((await startBackend()).engine);');
    expect(auto.stdout).toBe('wasm\n');
    expect(auto.stderr).toBe(
      'jest-model-regression: webgpu found no GPU, only SwiftShader, which computes on the CPU and is slower than WASM. ' +
        'Next: install the driver of the GPU, or set MODEL_REGRESSION_BACKEND=wasm to do without. WASM is used instead.\n',
    );
    const asked = await made.run(
      `console.log(String(await startBackend()));
      const x = require('@tensorflow/tfjs').tensor1d([1, 2]).add(1);
      console.log(String(x.dataSync()), String(await x.data()));`,
      { MODEL_REGRESSION_BACKEND: 'webgpu' },
    );
    expect(asked.stdout).toMatch(
      / on SwiftShader; .*; this adapter computes on the CPU: right, and slower than WASM\n2,3 2,3\n$/,
    );
    expect(asked.code).toBe(0);
  });

  test('and where it is asked for and cannot be had, says what is missing', async () => {
    const messageIn = async (made: Project): Promise<string> =>
      (await made.run("await startBackend({ engine: 'webgpu' });")).stderr;
    expect(await messageIn(projectWith({}))).toBe('webgpu is not installed: npm install --save-dev webgpu\n');
    expect(await messageIn(projectWith(webgpuPackages({ adapter: null })))).toBe(`${withoutGpu}\n`);
    const { webgpu } = webgpuPackages({ adapter: aGpu });
    expect(await messageIn(projectWith({ webgpu: webgpu! }))).toBe(
      '@tensorflow/tfjs-backend-webgpu is not installed: npm install --save-dev @tensorflow/tfjs-backend-webgpu@~4.22.0\n',
    );
    expect(await messageIn(withGpu("throw new Error('a driver of 2012')"))).toBe(
      'webgpu is installed but cannot load: a driver of 2012. Next: install it anew, npm install --save-dev webgpu, or set MODEL_REGRESSION_BACKEND=wasm to do without\n',
    );
    expect(await messageIn(withGpu("Object.defineProperty(tf, 'version_core', { value: '4.20.0' })"))).toBe(
      '@tensorflow/tfjs-backend-webgpu is version 4.20.0, @tensorflow/tfjs is version 4.22.0: they must be the same 4.22.x. ' +
        'Run: npm install --save-dev @tensorflow/tfjs@~4.22.0 @tensorflow/tfjs-backend-webgpu@~4.22.0\n',
    );
  });
});

describe('on WebGPU', () => {
  test('numbers are read synchronously, of every kind', async () => {
    const { stdout, stderr } = await withGpu().run(`${start}
      const show = (x) => console.log(x.dtype, x.dataSync().constructor.name, JSON.stringify(x.arraySync()));
      const x = tf.tensor([[1, -2], [3, 4.5]]);
      show(tf.matMul(x, x));
      show(tf.concat([x, x.mul(2)]));
      show(x.greater(0));
      show(tf.tensor1d([3, 4], 'int32').toFloat());
      show(tf.unique(tf.tensor1d([5, 5, 7], 'int32')).indices);
      show(tf.split(x, 2, 1)[1]);
      console.log(tf.real(tf.complex([1, 2], [3, 4])).dataSync().join(), tf.complex([1, 2], [3, 4]).dataSync().join());
      console.log(tf.getBackend(), (await x.data()).join());`);
    expect(stderr).toBe('');
    expect(stdout.split('\n')).toEqual([
      'float32 Float32Array [[-5,-11],[16.5,14.25]]',
      'float32 Float32Array [[1,-2],[3,4.5],[2,-4],[6,9]]',
      'bool Uint8Array [[1,0],[1,1]]',
      'float32 Float32Array [3,4]',
      'int32 Int32Array [0,0,1]',
      'float32 Float32Array [[-2],[4.5]]',
      '1,2 1,3,2,4',
      'webgpu 1,-2,3,4.5',
      '',
    ]);
  });

  test('a model trains to the same weights as on the engine below, and leaves nothing', async () => {
    const train = (engine: string): string => `
      await startBackend({ engine: '${engine}' });
      const tf = require('@tensorflow/tfjs');
      const layer = { kernelInitializer: tf.initializers.glorotUniform({ seed: 3 }) };
      const before = tf.memory().numTensors;
      const model = tf.sequential({ layers: [
        tf.layers.dense({ ...layer, inputShape: [3], units: 8, activation: 'relu' }),
        tf.layers.batchNormalization(),
        tf.layers.dense({ ...layer, units: 2, activation: 'softmax' }),
      ] });
      model.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] });
      const xs = tf.randomNormal([40, 3], 0, 1, 'float32', 4);
      const ys = tf.range(0, 40, 1, 'float32').mod(2);
      const { history } = await model.fit(xs, ys, { epochs: 3, batchSize: 8, shuffle: false, verbose: 0 });
      console.log(JSON.stringify([history, model.getWeights().map((w) => [...w.dataSync()])]));
      tf.dispose([xs, ys]); model.dispose(); model.optimizer.dispose();
      console.log(tf.memory().numTensors - before, tf.backend().numDataIds() - before);`;
    const made = withGpu();
    const remote = await made.run(train('webgpu'));
    expect(remote.stderr).toBe('');
    const here = await made.run(train('cpu'));
    expect(remote.stdout).toBe(here.stdout);
    expect(remote.stdout).toMatch(/\n(\d+) \1\n$/);
  });

  test('who has seen what a kernel gives does not wait for it again: only for numbers, and for shapes that hang on values', async () => {
    const { stdout, stderr } = await withGpu().run(`${start}
      const { load } = Atomics;
      let waits = 0;
      // Who asks looks at least twice whether there is an answer, whether it comes before they would lie down or after.
      Atomics.load = (...given) => { waits++; return load(...given); };
      const from = tf.memory().numTensors;
      const once = (values) => tf.tidy(() => {
        const x = tf.tensor1d(values, 'int32');
        const [y, same] = [x.mul(2).reshape([2, 2]), x.reshape([4]).clone().reshape([2, 2])];
        x.dispose();
        const before = waits;
        const sum = same.add(y).split(2)[1].sum();
        console.log(waits - before > 0 ? 'waited' : 'went on', sum.dataSync()[0], tf.unique(same.flatten()).values.dataSync().join());
      });
      once([1, 2, 3, 4]); once([5, 5, 5, 6]); once([7, 7, 7, 7]);
      console.log(tf.memory().numTensors - from, tf.backend().numDataIds());`);
    expect(stderr).toBe('');
    expect(stdout).toBe('waited 21 1,2,3,4\nwent on 33 5,6\nwent on 42 7\n0 0\n');
  });

  test('numbers that are all the same need not travel, and are the same to the bit', async () => {
    const { stdout } = await withGpu().run(`${start}
      const { Worker } = require('node:worker_threads');
      const { postMessage } = Worker.prototype;
      const deeds = [];
      Worker.prototype.postMessage = function (message) { deeds.push(message.deed); return postMessage.call(this, message); };
      const show = (values) => {
        const x = tf.tensor(Float32Array.from(values));
        const [first, last] = [x.dataSync()[0], x.dataSync().at(-1)];
        console.log(deeds.splice(0).find((deed) => deed !== 'read'), Object.is(first, -0) ? '-0' : first, Object.is(last, -0) ? '-0' : last);
      };
      const many = (value, last = value) => [...new Array(1500).fill(value), last];
      show(many(0.1)); show(many(-0)); show(many(0, -0)); show(many(NaN)); show(many(2, 3)); show([1, 1]);`);
    expect(stdout.split('\n')).toEqual([
      'fill 0.10000000149011612 0.10000000149011612',
      'fill -0 -0',
      'write 0 -0',
      'write NaN NaN',
      'write 2 3',
      'write 1 1',
      '',
    ]);
  });

  test('a kernel that gives another shape than it gave is an error, not a wrong number', async () => {
    const fickle = withGpu(`let calls = 0;
      const neg = tf.getKernel('Neg', 'cpu').kernelFunc;
      tf.unregisterKernel('Neg', 'webgpu');
      tf.registerKernel({ kernelName: 'Neg', backendName: 'webgpu', kernelFunc: (given) =>
        ({ ...neg(given), ...(calls++ > 0 && { shape: [1, 2] }) }) });`);
    const { stdout } = await fickle.run(`${start}
      const x = tf.tensor1d([1, 2]);
      console.log(x.neg().dataSync().join());
      try { console.log(x.neg().dataSync().join()); } catch ({ message }) { console.log(message.split('. ')[0]); }`);
    expect(stdout).toBe('-1,-2\nWebGPU has failed: Neg gave float32 [1,2] where float32 [2] was foreseen\n');
  });

  test('what a kernel throws is thrown here, and the engine goes on', async () => {
    const { stdout } = await withGpu().run(`${start}
      const x = tf.tensor1d([1, 2]);
      try { tf.engine().runKernel('Reshape', { x }, { shape: [3] }); } catch (error) { console.log(error instanceof Error, error.message.slice(0, 60)); }
      console.log(x.add(1).dataSync().join());`);
    expect(stdout).toBe('true Size(2) must match the product of shape 3\n2,3\n');
  });

  test('a device that is lost says so, whoever asks, and what to do', async () => {
    const lost = withGpu(
      "setTimeout(() => { device.isGone = true; device.tellLost({ reason: 'unknown', message: 'driver reset' }); }, 300)",
    );
    const { stdout, code } = await lost.run(`${start}
      const x = tf.tensor1d([1, 2]).add(1);
      await new Promise((done) => setTimeout(done, 600));
      for (const ask of [async () => x.data(), async () => x.dataSync(), async () => x.add(1)])
        await ask().then(() => console.log('no error'), ({ message }) => console.log(message));
      x.dispose();`);
    const said =
      'WebGPU has failed: the device was lost, unknown, driver reset. What was computed since is lost.\n' +
      'Next: run the test file again, with smaller batches if memory ran out, or with MODEL_REGRESSION_BACKEND=wasm.\n';
    expect(stdout).toBe(said.repeat(3));
    expect(code).toBe(0);
  });

  test('an error that the GPU reports later is not passed over', async () => {
    const { stdout } = await withGpu(
      "setTimeout(() => device.onuncapturederror({ error: { message: 'Out of memory' } }), 200)",
    ).run(`${start}
      const x = tf.tensor1d([1, 2]).add(1);
      await new Promise((done) => setTimeout(done, 500));
      try { x.dataSync(); } catch ({ message }) { console.log(message.split('.')[0]); }`);
    expect(stdout).toBe('WebGPU has failed: Out of memory\n');
  });

  test.each(['asleep', 'awake'])(
    'an error in a callback is told who waits %s, and all who come later',
    async (how) => {
      const { stdout, code } = await withGpu(
        `setTimeout(() => {
        const backend = tf.backend();
        backend.read = () => {
          setTimeout(() => { throw new Error('no callback of that name'); });
          return new Promise(() => {});
        };
      }, 100)`,
      ).run(`${start}
      const x = tf.tensor1d([1, 2]).add(1);
      await new Promise((done) => setTimeout(done, 500));
      for (let twice = 0; twice < 2; twice++)
        try { ${how === 'asleep' ? 'x.dataSync()' : 'await x.data()'}; } catch ({ message }) { console.log(message.split('.')[0]); }`);
      expect(stdout).toBe('WebGPU has failed: no callback of that name\n'.repeat(2));
      expect(code).toBe(0);
    },
  );

  test('the process ends by itself', async () => {
    const from = Date.now();
    const { code } = await withGpu().run(`${start} tf.tensor1d([1]).add(1).dataSync();`);
    expect(code).toBe(0);
    expect(Date.now() - from).toBeLessThan(30_000);
  });
});
