import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../../src/backends/startBackend';
import type { TensorFunction } from '../../../src/probes/metrics/Compiled';
import { ownFunction } from '../../../src/probes/metrics/ownFunction';
import { table, tableOfRows } from './tables';

beforeAll(() => startBackend());

const targets = tableOfRows([
  [1, 0],
  [0, 1],
  [1, 1],
]);
const predictions = tableOfRows([
  [0.5, 0.25],
  [0, 1],
  [1, 3],
]);
const perRowBy = (of: TensorFunction, t = targets, p = predictions): unknown =>
  ownFunction(of, 'The metric own').perRow(t, p);
const error = (t: tf.Tensor, p: tf.Tensor): tf.Tensor => t.sub(p).abs();

describe('ownFunction', () => {
  test('is one number per row where the first axis of what it returns is the rows', async () => {
    const own = ownFunction((t, p) => error(t, p).sum(-1), 'The metric own');
    expect(own.batchwise).toBeUndefined();
    expect(await own.perRow(targets, predictions)).toEqual(Float64Array.of(0.75, 0, 2));
    expect(own.batchwise).toBe(false);
  });

  test('is the mean over the other axes, as tfjs takes it', async () => {
    expect(await perRowBy(error)).toEqual(Float64Array.of(0.375, 0, 1));
  });

  test.each<[string, TensorFunction]>([
    ['a scalar', (t, p) => error(t, p).max()],
    ['one number per column', (t, p) => error(t, p).max(0).max(0, true)],
    ['a number, of which tfjs takes the mean too', () => 2],
  ])('gives every row of the batch %s', async (_, of) => {
    const own = ownFunction(of, 'The metric own');
    expect(await own.perRow(targets, predictions)).toEqual(Float64Array.of(2, 2, 2));
    expect(own.batchwise).toBe(true);
  });

  test('takes what is right or wrong for 1 and 0', async () => {
    expect(await perRowBy((t, p) => t.equal(p).all(-1))).toEqual(Float64Array.of(0, 1, 0));
  });

  test('is called with tensors of the shape and type that fit hands it', async () => {
    const seen: unknown[] = [];
    const of: TensorFunction = (t, p) => {
      seen.push([t.shape, t.dtype, p.shape, p.dtype]);
      return p.mean([1, 2]);
    };
    await perRowBy(
      of,
      table([2, 3, 1], [0, 1, 2, 2, 1, 0], 'int32'),
      table([2, 3, 2], Array<number>(12).fill(1)),
    );
    expect(seen).toEqual([[[2, 3, 1], 'int32', [2, 3, 2], 'float32']]);
  });

  test('leaves no tensor behind and frees none of theirs', async () => {
    const constant = tf.tensor1d([1, 2, 3]);
    const tensors = tf.memory().numTensors;
    await perRowBy((t, p) => error(t, p).mul(2).mean(-1));
    await perRowBy((t) => t);
    expect(await perRowBy(() => constant)).toEqual(Float64Array.of(1, 2, 3));
    const throwing: TensorFunction = (t, p) => {
      error(t, p);
      throw new Error('no');
    };
    await expect(perRowBy(throwing)).rejects.toThrow();
    await expect(perRowBy((t, p) => void error(t, p))).rejects.toThrow();
    expect(tf.memory().numTensors).toBe(tensors);
    expect(Array.from(await constant.data())).toEqual([1, 2, 3]);
  });

  test('says that a function threw, for which shapes, and keeps the error', async () => {
    const cause = new Error('three columns, please');
    const thrown = perRowBy(() => {
      throw cause;
    }) as Promise<unknown>;
    await expect(thrown).rejects.toMatchObject({
      cause,
      message: `The metric own is a function that throws for targets [3, 2] and predictions [3, 2]: three columns, please.
  Allowed: a function of targets and predictions that returns a tensor, one number per row or one for the batch.
  Next: call it with two tensors of these shapes and see what it does not take.`,
    });
  });

  test('says what is not a tensor', async () => {
    await expect(perRowBy(() => undefined)).rejects
      .toThrow(`The metric own is a function that returns nothing.
  Allowed: a function of targets and predictions that returns a tensor, one number per row or one for the batch.
  Next: return the tensor that the computation ends in.`);
    await expect(perRowBy(async () => Promise.reject(new Error('nobody waits')))).rejects
      .toThrow(`The metric own is a function that returns a promise.
  Allowed: a function of targets and predictions that returns a tensor, one number per row or one for the batch.
  Next: make it synchronous: tfjs does not wait for a loss or metric either.`);
  });
});
