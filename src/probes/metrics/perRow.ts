import { mean } from '../../numeric/mean';
import type { Shaped } from './vectors';

/**
 * What a loss or metric returned for a batch, as one number per row: the mean over the other axes where the first is
 * the rows, otherwise the mean over everything for every row. Either way the mean over rows is what tfjs reports.
 */
export function perRow({ shape, values }: Shaped, rows: number): Float64Array {
  if (!isPerRow(shape, rows)) return new Float64Array(rows).fill(mean(values));
  const size = values.length / rows;
  return Float64Array.from({ length: rows }, (_, row) => mean(values.subarray(row * size, (row + 1) * size)));
}

export function isPerRow(shape: readonly number[], rows: number): boolean {
  return shape[0] === rows;
}
