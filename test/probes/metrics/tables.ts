import type * as tf from '@tensorflow/tfjs';
import type { Table } from '../../../src/probes/metrics/Table';

/** A table of one vector per row. */
export function tableOfRows(rows: readonly (readonly number[])[], dtype: Table['dtype'] = 'float32'): Table {
  return table([rows.length, rows[0]!.length], rows.flat(), dtype);
}

/** A table with the shape of a tensor, class indices excepted: the last axis is the columns. */
export function table(
  shape: readonly number[],
  numbers: readonly number[],
  dtype: Table['dtype'] = 'float32',
): Table {
  const [rows, columns] = [shape[0]!, shape.length > 1 ? shape.at(-1)! : 1];
  const values = dtype === 'float32' ? Float32Array.from(numbers) : Int32Array.from(numbers);
  return { rows, columns, positions: numbers.length / rows / columns, values, shape, dtype };
}

/** How far float32 arithmetic may take a number of this size from ours. */
export const float32Error = (theirs: number): number => 1e-5 * Math.max(1, Math.abs(theirs));

/** The one number of what a loss or metric of tfjs returns, as `fit` takes it. */
export function meanOf(tfjs: typeof tf, returned: tf.Tensor): number {
  return tfjs.tidy(() => returned.toFloat().mean().dataSync()[0]!);
}
