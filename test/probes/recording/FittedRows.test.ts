import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from '@jest/globals';
import { startBackend } from '../../../src/backends/startBackend';
import { FittedRows } from '../../../src/probes/recording/FittedRows';

beforeAll(() => startBackend());

/** Of one batch. */
function printOf(xs: tf.Tensor): number | undefined {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: xs.shape.slice(1) })] });
  const fitted = new FittedRows(model);
  fitted.startEpoch();
  const before = tf.memory().numTensors;
  fitted.see([xs, tf.zeros([xs.shape[0], 1])]);
  expect(tf.memory().numTensors - before).toBe(1);
  model.dispose();
  return fitted.lastPrint;
}

test.each([[[3]], [[256]], [[257]], [[1000]], [[19, 23, 3]]])(
  'rows of %j have the same print where they are read in place and where they are fetched, in any order, and another one with another row',
  (row) => {
    const size = tf.util.sizeFromShape(row);
    const values = Array.from({ length: 4 * size }, (_, at) => (at * 7919) % 1009);
    const numbers = tf.tensor(values, [4, ...row]);
    // Integers are never read in place.
    const print = printOf(numbers.toInt());
    expect(print).toBeDefined();
    expect(printOf(numbers)).toBe(print);
    expect(printOf(tf.reverse(numbers, 0))).toBe(print);
    expect(printOf(tf.concat([numbers.slice(0, 3), numbers.slice(0, 1)]))).not.toBe(print);
  },
);
