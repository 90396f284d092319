import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { nativeLeftovers } from '../../src/environment/hosted/nativeLeftovers';

/** tfjs' JavaScript backend, which keeps its data as the one of tfjs-node does, under another name. */
interface CpuBackend {
  readonly data: Parameters<typeof nativeLeftovers>[0]['tensorMap'];
  disposeData(id: object, force: boolean): boolean;
  numDataIds(): number;
}

test('what is left in the engine of tfjs-node is freed, and nothing twice', async () => {
  await tf.setBackend('cpu');
  tf.env().set('PROD', true);
  const backend = tf.backend() as unknown as CpuBackend;
  const before = tf.ones([3]);
  const freeLeftovers = nativeLeftovers({
    tensorMap: backend.data,
    disposeData: (id, force) => backend.disposeData(id, force),
  });
  const disposed = tf.ones([4]);
  tf.ones([5]).clone();
  tf.variable(tf.ones([6]));
  disposed.dispose();
  expect(backend.numDataIds()).toBeGreaterThan(1);
  freeLeftovers();
  // What was there before belongs to somebody else.
  expect(backend.numDataIds()).toBe(1);
  expect(Array.from(before.dataSync())).toEqual([1, 1, 1]);
  freeLeftovers();
  expect(backend.numDataIds()).toBe(1);
});
