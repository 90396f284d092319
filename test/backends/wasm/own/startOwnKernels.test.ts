import * as tf from '@tensorflow/tfjs';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { installTrainingKernels } from '../../../../src/backends/wasm/installTrainingKernels';
import { binaries } from '../../../../src/backends/wasm/own/binary.generated';
import { binaryOf } from '../../../../src/backends/wasm/own/binaryOf';
import { ownKernels, startOwnKernels } from '../../../../src/backends/wasm/own/startOwnKernels';
import { wasmBackend, type WasmBackend } from '../../../../src/backends/wasm/wasmInternals';
import { counted } from './counted';
import { running } from './running';

/** As in the source: Node has it, its types do not. */
declare const WebAssembly: { readonly Memory: new (size: object) => { readonly buffer: ArrayBuffer } };

beforeEach(running);

const backend = (): WasmBackend => wasmBackend(tf.backend());

/** The gradient of a small convolution by all its kernels. */
function gradientsOfConvolution(): number[][] {
  return tf.tidy(() => {
    const convolution = (x: tf.Tensor, filter: tf.Tensor): tf.Tensor =>
      tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same');
    const inputs = [tf.range(0, 18).reshape([1, 3, 3, 2]), tf.range(-4, 4).reshape([2, 2, 2, 1])];
    return tf
      .grads(convolution)(inputs)
      .map((gradient) => Array.from(gradient.dataSync()));
  });
}

describe('the kernels of assembly/', () => {
  test('own no memory, no start-up code and no data: addresses of tfjs are not theirs to write to', () => {
    // The sections of a binary are numbered: 4 tables, 5 memories, 6 globals, 8 start, 9 elements, 11 data.
    for (const build of Object.keys(binaries) as (keyof typeof binaries)[])
      expect(sectionsOf(binaryOf(build))).toEqual([1, 2, 3, 7, 10]);
  });

  test('are found on the backend that they run on', () => {
    expect(startOwnKernels(backend())).toBe(true);
    expect(ownKernels(backend())).toBe(ownKernels(tf.backend()));
    expect(ownKernels({})).toBeUndefined();
  });

  test.each([
    { name: 'exports no memory', wasm: { HEAPF32: new Float32Array(4), asm: {} } },
    { name: 'exports nothing', wasm: { HEAPF32: new Float32Array(4) } },
    {
      name: 'has another memory than its heap',
      wasm: { HEAPF32: new Float32Array(4), asm: { memory: new WebAssembly.Memory({ initial: 1 }) } },
    },
    {
      name: 'has a memory that is none',
      wasm: ((HEAPF32) => ({ HEAPF32, asm: { memory: { buffer: HEAPF32.buffer } } }))(new Float32Array(4)),
    },
  ])('do not start where the backend $name', ({ wasm }) => {
    const strange = { wasm } as unknown as WasmBackend;
    expect(startOwnKernels(strange)).toBe(false);
    expect(ownKernels(strange)).toBeUndefined();
  });

  test.each<[string, (x: tf.Tensor4D) => tf.Tensor]>([
    ['conv2d', (x) => tf.conv2d(x, tf.ones<tf.Rank.R4>([2, 2, 3, 4]), 1, 'same')],
    [
      'fused conv2d',
      (x) =>
        tf.fused.conv2d({
          x,
          filter: tf.ones<tf.Rank.R4>([2, 2, 3, 4]),
          strides: 1,
          pad: 'same',
          bias: tf.ones([4]),
        }),
    ],
    ['matMul', (x) => tf.matMul(x, tf.ones([3, 2]))],
    [
      'fused matMul',
      (x) => tf.fused.matMul({ a: tf.reshape(x, [5, 3]), b: tf.ones([3, 2]), bias: tf.ones([2]) }),
    ],
  ])('multiply in %s while gradients are computed, and only then', (_, operation) => {
    installTrainingKernels();
    const { calls, stop } = counted('product');
    const x = tf.ones<tf.Rank.R4>([1, 1, 5, 3]);
    tf.tidy(() => operation(x));
    expect(calls()).toBe(0);
    tf.tidy(() => tf.grad(operation as (x: tf.Tensor) => tf.Tensor)(x));
    // Forward pass and gradient; the fused convolution computes that of its filter as well.
    expect(calls()).toBeGreaterThanOrEqual(2);
    stop();
  });

  test('give way to recomposed kernels, and back, with the same gradients', () => {
    expect(installTrainingKernels()).toBe('own');
    const own = gradientsOfConvolution();
    expect(installTrainingKernels({ kernels: 'recomposed' })).toBe('recomposed');
    expect(ownKernels(backend())).toBeUndefined();
    expect(gradientsOfConvolution()).toEqual(own);
    expect(installTrainingKernels()).toBe('own');
    expect(gradientsOfConvolution()).toEqual(own);
  });

  test('run again after another engine, and on a second WASM engine once they are installed there', async () => {
    installTrainingKernels();
    const expected = gradientsOfConvolution();
    await tf.setBackend('cpu');
    await tf.setBackend('wasm');
    expect(ownKernels(tf.backend())).toBeDefined();
    expect(gradientsOfConvolution()).toEqual(expected);

    const first = tf.backend();
    const factory = tf.findBackendFactory('wasm');
    tf.removeBackend('wasm');
    tf.registerBackend('wasm', factory, 2);
    await tf.setBackend('wasm');
    expect(tf.backend()).not.toBe(first);
    expect(ownKernels(tf.backend())).toBeUndefined();
    expect(gradientsOfConvolution()).toEqual(expected);
    expect(installTrainingKernels()).toBe('own');
    expect(ownKernels(tf.backend())).not.toBe(ownKernels(first));
    expect(gradientsOfConvolution()).toEqual(expected);
  });
});

/** As the format has it: eight bytes, then for each section its number, its length in LEB128 and so many bytes. */
function sectionsOf(bytes: Uint8Array): number[] {
  const found: number[] = [];
  for (let at = 8; at < bytes.length;) {
    found.push(bytes[at++] as number);
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] as number;
      length |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    at += length;
  }
  return found.filter((section) => section !== 0);
}
