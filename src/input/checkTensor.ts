import type { Tensor } from '@tensorflow/tfjs';
import { firstNonFinite } from '../numeric/firstNonFinite';
import { inputError } from './inputError';
import type { LookUp } from './lookUpOf';

/**
 * Refuses a tensor of rows that holds NaN or Infinity.
 *
 * @param before rows of a stream that came before these
 */
export async function checkFinite(tensor: Tensor, what: string, before: number): Promise<void> {
  if (tensor.dtype !== 'float32') return;
  const values = await tensor.data();
  const at = firstNonFinite(values);
  if (at === -1) return;
  const row = before + Math.floor(at / (values.length / tensor.shape[0]));
  throw inputError({
    what,
    given: `a tensor with ${String(values[at])} in row ${row}`,
    allowed: 'finite numbers only',
    next: `find out where row ${row} comes from: one NaN or Infinity spoils a whole batch`,
  });
}

/**
 * Refuses rows with a number that a layer looks up and does not find. It is cut off to a whole one, as the layer does.
 *
 * @param before rows of a stream that came before these
 */
export async function checkLookUp(
  tensor: Tensor,
  lookUp: LookUp | undefined,
  what: string,
  before: number,
): Promise<void> {
  if (lookUp === undefined) return;
  const { layer, places } = lookUp;
  const values = await tensor.data();
  const at = values.findIndex((value) => !(value > -1 && value < places));
  if (at === -1) return;
  const row = before + Math.floor(at / (values.length / tensor.shape[0]));
  throw inputError({
    what,
    given: `a tensor with ${String(values[at])} in row ${row}, which the layer ${layer} looks up`,
    allowed: `whole numbers from 0 to ${places - 1}`,
    next: `give ${layer} an inputDim above the largest number of the inputs, or encode them as for the fit`,
  });
}

/** `oneHot(..., 'float32')` writes the integer 1 into float memory on WASM: a label of 1.4e-45, and nothing to learn. */
export async function checkLabels(ys: Tensor, what: string): Promise<void> {
  if (ys.dtype !== 'float32') return;
  const values = Float32Array.from(await ys.data());
  const largest = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  if (largest === 0 || largest >= 1e-37) return;
  throw inputError({
    what,
    given: `a tensor whose largest number is ${largest}`,
    allowed: 'targets that are not all 0 within the precision of float32',
    next: "if they come from tf.oneHot(indices, depth, 1, 0, 'float32'), use tf.oneHot(indices, depth).toFloat(): the former is broken on WASM",
  });
}
