import { firstNonFinite } from '../numeric/firstNonFinite';
import type { Tensor } from '@tensorflow/tfjs';
import { given } from './given';
import { inputError } from './inputError';

/** Refuses what is not a tensor that is still alive. */
export function checkTensor(value: unknown, what: string): asserts value is Tensor {
  if (typeof value !== 'object' || value === null || !('dataId' in value) || !('shape' in value)) {
    throw inputError({
      what,
      given: given(value),
      allowed: 'a tensor',
      next: 'make a tensor of it: tf.tensor(values, shape)',
    });
  }
  if ((value as Tensor).isDisposed) {
    throw inputError({
      what,
      given: 'a disposed tensor',
      allowed: 'a tensor that is still alive',
      next: 'dispose the data after the last matcher or probe that uses it',
    });
  }
}

/** Refuses a tensor of rows that holds NaN or Infinity. */
export async function checkFinite(tensor: Tensor, what: string): Promise<void> {
  if (tensor.dtype !== 'float32') return;
  const values = await tensor.data();
  const at = firstNonFinite(values);
  if (at === -1) return;
  const row = Math.floor(at / (values.length / tensor.shape[0]));
  throw inputError({
    what,
    given: `a tensor with ${String(values[at])} in row ${row}`,
    allowed: 'finite numbers only',
    next: `find out where row ${row} comes from: one NaN or Infinity spoils a whole batch`,
  });
}
