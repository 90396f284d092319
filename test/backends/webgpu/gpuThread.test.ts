import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, expect, test } from '@jest/globals';
import { GpuThread } from '../../../src/backends/webgpu/GpuThread';
import { project } from '../project';
import { aGpu, webgpuPackages } from './stubs';

const made = project(webgpuPackages({ adapter: aGpu }));
const mainOf = (name: string): string => path.join(made.folder, 'node_modules', name, 'index.js');
afterAll(() => made.remove());

test('who is woken too early sleeps on: every answer is the answer to its question', async () => {
  const thread = new GpuThread({
    webgpuPath: mainOf('webgpu'),
    backendPath: mainOf('@tensorflow/tfjs-backend-webgpu'),
  });
  await thread.askLater('start', undefined);
  // As a notification does that belongs to the answer before.
  const { signal } = thread as unknown as { readonly signal: Int32Array };
  const waker = new Worker(
    `const places = require('node:worker_threads').workerData; for (;;) Atomics.notify(places, 0);`,
    { eval: true, workerData: signal },
  );
  try {
    for (let number = 1; number <= 50; number++) {
      const values = Float32Array.of(number);
      thread.tell('write', { number, values, shape: [1], dtype: 'float32', refCount: 1 });
      expect(thread.ask('read', { number })).toEqual(values);
    }
  } finally {
    await waker.terminate();
    await thread.sendHome();
  }
});
