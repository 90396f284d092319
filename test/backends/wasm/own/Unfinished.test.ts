import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Unfinished } from '../../../../src/backends/wasm/own/Unfinished';
import type { WasmBackend } from '../../../../src/backends/wasm/wasmInternals';
import { running } from './running';

let backend: WasmBackend;
let unfinished: Unfinished;
let finished: string[];

beforeAll(async () => {
  ({ backend } = await running());
});

beforeEach(() => {
  unfinished = new Unfinished(backend);
  finished = [];
});

/** A tensor whose numbers, the sums of those in `x` and 1, come when somebody waits for it. */
function started(name: string, x: tf.Tensor): tf.Tensor {
  const result = tf.zeros(x.shape);
  result.dataSync();
  const { memoryOffset: source } = backend.dataIdMap.get(x.dataId);
  const { memoryOffset: target } = backend.dataIdMap.get(result.dataId);
  const finish = (): void => {
    finished.push(name);
    const heap = backend.wasm.HEAPF32;
    for (let index = 0; index < x.size; index++) heap[target / 4 + index] = heap[source / 4 + index]! + 1;
  };
  unfinished.add(result.dataId, finish, [x]);
  return result;
}

test('who reads a result waits for it: numbers, kernels, and another tensor of the same data', () => {
  tf.tidy(() => {
    const x = tf.tensor1d([1, 2, 3]);
    const [first, second, third, last] = ['first', 'second', 'third', 'last'].map((name) => started(name, x));
    expect(finished).toEqual([]);
    expect(Array.from(second!.dataSync())).toEqual([2, 3, 4]);
    expect(finished).toEqual(['second']);
    expect(Array.from(tf.add(first!, 1).dataSync())).toEqual([3, 4, 5]);
    expect(Array.from(tf.reshape(third!, [3, 1]).dataSync())).toEqual([2, 3, 4]);
    expect(finished).toEqual(['second', 'first', 'third']);
    unfinished.finishAll();
    unfinished.finishAll();
    expect(finished).toEqual(['second', 'first', 'third', 'last']);
    expect(Array.from(last!.dataSync())).toEqual([2, 3, 4]);
  });
});

test('what it is computed of stays until then, and not longer', () => {
  const { numTensors, numBytes } = tf.memory();
  const x = tf.tensor1d([1, 2, 3]);
  const result = tf.tidy(() => started('sum', x));
  x.dispose();
  // What takes its place in memory, were it free.
  const others = Array.from({ length: 20 }, () => tf.tensor1d([7, 7, 7]));
  others.forEach((other) => other.dataSync());
  expect(Array.from(result.dataSync())).toEqual([2, 3, 4]);
  tf.dispose([result, ...others]);
  expect(tf.memory()).toMatchObject({ numTensors, numBytes });
});

test('nothing is written where a result was that has been disposed of', () => {
  const { numTensors } = tf.memory();
  const x = tf.tensor1d([1, 2, 3]);
  started('sum', x).dispose();
  expect(finished).toEqual(['sum']);
  x.dispose();
  expect(tf.memory().numTensors).toBe(numTensors);
});

test('the oldest ones are waited for where they would keep too much', () => {
  tf.tidy(() => {
    const large = tf.zeros([2 ** 22]);
    ['first', 'second', 'third', 'last'].forEach((name) => started(name, large));
    expect(finished).toEqual(['first', 'second']);
    unfinished.finishAll();
  });
});

test('a failure is said to who waits, and nothing is kept', () => {
  const { numTensors } = tf.memory();
  const [x, result] = [tf.zeros([3]), tf.zeros([3])];
  unfinished.add(
    result.dataId,
    () => {
      throw new Error('lost');
    },
    [x],
  );
  expect(() => result.dataSync()).toThrow('lost');
  tf.dispose([x, result]);
  expect(tf.memory().numTensors).toBe(numTensors);
});
