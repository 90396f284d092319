import * as tf from '@tensorflow/tfjs';
import { expect } from '@jest/globals';
import type { Volume } from '../reference/Volume';

export const tensorOf = <T extends tf.Tensor = tf.Tensor>(
  { values, shape }: Volume,
  as: readonly number[] = shape,
): T => tf.tensor(Float32Array.from(values), [...as]) as T;

/** What tfjs computes for the gradients of sum(weight * f(inputs)), and that nothing but them is left in memory. */
export function gradients(
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: readonly tf.Tensor[],
  weight: tf.Tensor,
): Float32Array[] {
  const before = tf.memory();
  const computed = tf.grads(f)([...inputs], weight);
  const after = tf.memory();
  expect(after.numTensors - before.numTensors).toBe(computed.length);
  const values = computed.map((gradient) => gradient.dataSync() as Float32Array);
  tf.dispose(computed);
  tf.dispose([...inputs, weight]);
  return values;
}

/** The largest difference, in units of the largest reference value (or of `scale`). */
export function relativeError(actual: ArrayLike<number>, { values }: Volume, scale?: number): number {
  if (actual.length !== values.length) return Infinity;
  let difference = 0;
  let largest = 0;
  values.forEach((value, at) => {
    const distance = Math.abs((actual[at] as number) - value);
    difference = Math.max(difference, Number.isNaN(distance) ? Infinity : distance);
    largest = Math.max(largest, Math.abs(value));
  });
  return difference === 0 ? 0 : difference / (scale ?? largest);
}
