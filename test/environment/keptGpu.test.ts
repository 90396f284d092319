import path from 'node:path';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import type { Gpu } from '../../src/backends/webgpu/Gpu';
import { GpuThread } from '../../src/backends/webgpu/GpuThread';
import { KeptGpu } from '../../src/environment/hosted/KeptGpu';
import { project } from '../backends/project';
import { aGpu, webgpuPackages } from '../backends/webgpu/stubs';

const made = project(webgpuPackages({ adapter: aGpu }));
const mainOf = (name: string): string => path.join(made.folder, 'node_modules', name, 'index.js');
const packages = { webgpuPath: mainOf('webgpu'), backendPath: mainOf('@tensorflow/tfjs-backend-webgpu') };

const threads: GpuThread[] = [];
const kept = new KeptGpu((asked) => {
  const thread = new GpuThread(asked);
  threads.push(thread);
  return thread;
});

const write = (gpu: Gpu, number: number, value: number): void =>
  gpu.tell('write', { number, values: Float32Array.of(value), shape: [1], dtype: 'float32', refCount: 1 });
const read = (gpu: Gpu, number: number): unknown => gpu.ask('read', { number });

afterEach(async () => kept.takeBack());
afterAll(async () => {
  await Promise.all(threads.map((thread) => thread.sendHome()));
  made.remove();
});

describe('a GPU that is kept from test file to test file', () => {
  test('is the same for the next one, without what the first has left there', async () => {
    const first = kept.lendTo('first.test.ts', packages);
    await first.askLater('start', undefined);
    write(first, 1, 5);
    expect(read(first, 1)).toEqual(Float32Array.of(5));
    await kept.takeBack();

    const second = kept.lendTo('second.test.ts', packages);
    expect(await second.askLater('start', undefined)).toMatchObject({
      adapter: { description: 'NVIDIA H100' },
    });
    expect(() => read(second, 1)).toThrow('there are no data of number 1');
    write(second, 1, 7);
    expect(read(second, 1)).toEqual(Float32Array.of(7));
    expect(threads).toHaveLength(1);
  });

  test('answers with an error that names the file to whoever still computes when it has ended', async () => {
    const first = kept.lendTo('late.test.ts', packages);
    await kept.takeBack();
    const late = 'Something still computes with TensorFlow.js after its test file has ended: late.test.ts.';
    expect(() => read(first, 1)).toThrow(late);
    await expect(first.askLater('memory', undefined)).rejects.toThrow(late);
  });

  test('is not handed on when it has failed', async () => {
    const first = kept.lendTo('first.test.ts', packages);
    await first.askLater('start', undefined);
    first.tell('letGo', undefined);
    // The device says that it is lost in a turn of its own.
    await new Promise((done) => setTimeout(done, 50));
    expect(() => read(first, 1)).toThrow('WebGPU has failed: the device was lost, destroyed.');
    await kept.takeBack();

    const second = kept.lendTo('second.test.ts', packages);
    await second.askLater('start', undefined);
    write(second, 1, 7);
    expect(read(second, 1)).toEqual(Float32Array.of(7));
    expect(threads).toHaveLength(2);
  });
});
