import type { Table } from './Table';
import type { Vector } from './lossFunctions';

/** One number per row, whose mean over rows is the metric. */
export interface Metric {
  /** As printed: `loss`, `accuracy`, or the name under which `fit` reports it. */
  readonly name: string;
  /** `accuracy`: bounded by 0 and 1, higher is better. `other` metrics are shown and not judged. */
  readonly kind: 'accuracy' | 'loss' | 'other';
  perRow(targets: Table, predictions: Table): Float64Array;
}

/** The mean over the positions of each row of a function of one position. */
export function perRowOf(position: (t: Vector, p: Vector) => number): Metric['perRow'] {
  return (targets, predictions) =>
    Float64Array.from({ length: predictions.rows }, (_, row) => {
      let sum = 0;
      for (let i = 0; i < predictions.positions; i++)
        sum += position(at(targets, row, i), at(predictions, row, i));
      return sum / predictions.positions;
    });
}

function at({ values, positions, columns }: Table, row: number, position: number): Vector {
  const start = (row * positions + position) * columns;
  return values.subarray(start, start + columns);
}
