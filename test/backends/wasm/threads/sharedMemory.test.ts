import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { expect, test } from '@jest/globals';
import { onSharedMemory, withSharedMemory } from '../../../../src/backends/wasm/threads/sharedMemory';
import { wasmBackend } from '../../../../src/backends/wasm/wasmInternals';

const shipped = (): Buffer =>
  readFileSync(
    createRequire(__filename).resolve('@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm'),
  );

const tag = (value: unknown): string => Object.prototype.toString.call(value);

test('of the shipped binary one byte changes, in a copy', () => {
  const original = shipped();
  const shared = withSharedMemory(original) as Uint8Array;
  expect(original).toEqual(shipped());
  expect(shared.length).toBe(original.length);
  const changed = [...original.keys()].filter((at) => original[at] !== shared[at]);
  expect(changed.map((at) => [original[at], shared[at]])).toEqual([[1, 3]]);
});

test('what is no module with one limited memory stays as it is', () => {
  const header = [0, 97, 115, 109, 1, 0, 0, 0];
  const others = [
    'a path',
    undefined,
    new Uint8Array(0),
    Uint8Array.from(header),
    // A memory without a limit, one that is shared already, and two.
    Uint8Array.from([...header, 5, 3, 1, 0, 1]),
    Uint8Array.from([...header, 5, 4, 1, 3, 1, 2]),
    Uint8Array.from([...header, 5, 7, 2, 1, 1, 2, 1, 1, 2]),
    // A section that says it is longer than the file.
    Uint8Array.from([...header, 1, 255, 255, 3, 0]),
  ];
  for (const other of others) expect(withSharedMemory(other)).toBe(other);
});

test('the backend runs on shared memory, which grows, and predicts the same to the bit', async () => {
  const predictions = (): Float32Array =>
    tf.tidy(() => {
      const x = tf.randomNormal<tf.Rank.R4>([4, 33, 33, 8], 0, 1, 'float32', 5);
      const filter = tf.randomNormal<tf.Rank.R4>([3, 3, 8, 32], 0, 1, 'float32', 6);
      return tf.softmax(tf.conv2d(x, filter, 1, 'same')).dataSync<'float32'>();
    });
  await tf.setBackend('wasm');
  const alone = predictions();
  expect(tag(wasmBackend(tf.backend()).wasm.HEAPF32.buffer)).toBe('[object ArrayBuffer]');

  const factory = tf.findBackendFactory('wasm');
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', factory, 2);
  await onSharedMemory(() => tf.setBackend('wasm'));
  const { wasm } = wasmBackend(tf.backend());
  expect(tag(wasm.HEAPF32.buffer)).toBe('[object SharedArrayBuffer]');
  const bytes = wasm.HEAPF32.buffer.byteLength;
  const large = tf.ones([2 * bytes]);
  expect(wasm.HEAPF32.buffer.byteLength).toBeGreaterThan(2 * bytes);
  expect(large.dataSync().every((value) => value === 1)).toBe(true);
  large.dispose();
  expect(predictions()).toEqual(alone);
});

test('without shared memory the binary itself is instantiated', async () => {
  const { WebAssembly } = globalThis as unknown as {
    WebAssembly: { instantiate: (source: Uint8Array) => Promise<unknown> };
  };
  const { instantiate } = WebAssembly;
  const asked: Uint8Array[] = [];
  WebAssembly.instantiate = (source) => {
    asked.push(source);
    return asked.length === 1 ? Promise.reject(new RangeError('no room')) : Promise.resolve('an instance');
  };
  try {
    const original = shipped();
    expect(await onSharedMemory(() => WebAssembly.instantiate(original))).toBe('an instance');
    expect(asked).toEqual([withSharedMemory(original), original]);
  } finally {
    WebAssembly.instantiate = instantiate;
  }
});

test('a later module is instantiated as ever, also after a start that failed', async () => {
  const { instantiate } = (globalThis as unknown as { WebAssembly: { instantiate: unknown } }).WebAssembly;
  const failed = onSharedMemory(() => Promise.reject(new Error('no start')));
  await expect(failed).rejects.toThrow('no start');
  expect((globalThis as unknown as { WebAssembly: { instantiate: unknown } }).WebAssembly.instantiate).toBe(
    instantiate,
  );
});
