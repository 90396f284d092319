import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../src/backends/startBackend';

test('what was cast before the engine started has its own numbers afterwards', async () => {
  await tf.setBackend('cpu');
  const labels = tf.tensor1d([2, 0, 1], 'int32');
  const oneHot = tf.oneHot(labels, 3);
  const ys = oneHot.toFloat();
  const mask = tf.greater(labels, 0);
  const positive = mask.toFloat();
  const variable = tf.tidy(() => tf.variable(oneHot.toFloat()));
  const before = tf.memory().numTensors;

  await startBackend({ engine: 'wasm' });

  expect(read(() => tf.mul(oneHot, 2))).toEqual([0, 0, 2, 2, 0, 0, 0, 2, 0]);
  // Within a scope: it must not take the tensor of another with it when it ends.
  expect(read(() => tf.mul(ys, 2))).toEqual([0, 0, 2, 2, 0, 0, 0, 2, 0]);
  expect(read(() => tf.add(ys, ys))).toEqual([0, 0, 2, 2, 0, 0, 0, 2, 0]);
  expect(read(() => tf.concat([positive, positive]))).toEqual([1, 0, 1, 1, 0, 1]);
  expect(read(() => tf.mul(variable, 3))).toEqual([0, 0, 3, 3, 0, 0, 0, 3, 0]);
  expect(Array.from(mask.dataSync())).toEqual([1, 0, 1]);
  expect(read(() => tf.fused.matMul({ a: ys, b: ys }))).toEqual([0, 1, 0, 0, 0, 1, 1, 0, 0]);
  expect(ys.isDisposed || positive.isDisposed).toBe(false);
  expect(tf.memory().numTensors).toBe(before);

  tf.dispose([labels, oneHot, ys, mask, positive, variable]);
  expect(tf.memory().numTensors).toBe(before - 6);
  expect(tf.memory().numDataBuffers).toBe(0);
});

test('a tensor that was cast inside a scope ends with that scope', async () => {
  await startBackend({ engine: 'wasm' });
  await tf.setBackend('cpu');
  const before = tf.memory().numTensors;

  tf.engine().startScope('outer');
  const ys = tf.tensor1d([1, 2], 'int32').toFloat();
  await tf.setBackend('wasm');
  expect(read(() => tf.mul(ys, 2))).toEqual([2, 4]);
  tf.engine().endScope();

  expect(ys.isDisposed).toBe(true);
  expect(tf.memory().numTensors).toBe(before);
});

function read(compute: () => tf.Tensor): number[] {
  return Array.from(tf.tidy(() => compute().dataSync()));
}
