import type { OutputNumbers } from '../PredictionSnapshot';
import { rowsAndColumns } from '../rowsAndColumns';

/** Columns that are summed up one by one; those behind are summed up together. */
const mostColumns = 100;

/** The finite numbers of a column. The mean is unweighted, in float64. NaN where there is none. */
export interface ColumnSummary {
  /** Its number, or the first and the last where there are many: `100-783`. */
  readonly column: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  readonly notFinite: number;
}

export function columnSummaries({ values, shape }: OutputNumbers): readonly ColumnSummary[] {
  const { rows, columns } = rowsAndColumns(shape);
  const groups = Math.min(columns, mostColumns + 1);
  const minima = new Float64Array(groups).fill(Infinity);
  const maxima = new Float64Array(groups).fill(-Infinity);
  const sums = new Float64Array(groups);
  const counts = new Float64Array(groups);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      const value = values[at]!;
      if (value - value !== 0) continue;
      const group = column < mostColumns ? column : mostColumns;
      if (value < minima[group]!) minima[group] = value;
      if (value > maxima[group]!) maxima[group] = value;
      sums[group]! += value;
      counts[group]!++;
    }
  }
  return Array.from({ length: groups }, (_, group) => {
    const members = group < mostColumns ? 1 : columns - mostColumns;
    const last = group + members - 1;
    const found = counts[group]! > 0;
    return {
      column: members === 1 ? String(group) : `${group}-${last}`,
      minimum: found ? minima[group]! : NaN,
      maximum: found ? maxima[group]! : NaN,
      mean: sums[group]! / counts[group]!,
      notFinite: rows * members - counts[group]!,
    };
  });
}
