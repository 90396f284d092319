import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { inPlace } from '../../src/backends/inPlace';
import { startBackend } from '../../src/backends/startBackend';
import { testOnWasm } from '../builders/onWasm';

beforeAll(async () => {
  await startBackend();
});

const tensors: Readonly<Record<string, () => tf.Tensor>> = {
  'of float32': () => tf.tensor([0.5, -1, 3, 7], [2, 2]),
  'of a part of others': () => tf.tensor1d([1, 2, 3, 4, 5]).slice([1], [3]),
  'in another shape of the same numbers': () => tf.range(0, 6).reshape([2, 3]),
  'of int32': () => tf.tensor([1, 2, -3], [3], 'int32'),
  'of bool': () => tf.tensor([true, false], [2], 'bool'),
  'of nothing': () => tf.tensor([], [0]),
};

describe('the numbers of a tensor', () => {
  test.each(Object.entries(tensors))('%s', (_name, make) => {
    const tensor = make();
    const values = inPlace(tensor);
    expect(values !== undefined).toBe(tf.getBackend() === 'wasm' && tensor.dtype === 'float32');
    expect(Array.from(values ?? tensor.dataSync())).toEqual(Array.from(tensor.dataSync()));
  });

  testOnWasm('are in one memory, but for those that lie in another engine', async () => {
    const here = tf.tensor1d([1, 2, 3]);
    expect(inPlace(here)!.buffer).toBe(inPlace(tf.tensor1d([4]))!.buffer);
    await tf.setBackend('cpu');
    // Without tfjs' advice to install tfjs-node.
    tf.env().set('PROD', true);
    const elsewhere = tf.tensor1d([1, 2, 3]);
    tf.env().set('PROD', false);
    await tf.setBackend('wasm');
    expect(inPlace(elsewhere)).toBeUndefined();
  });
});
