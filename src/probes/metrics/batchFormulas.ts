import { columnSum } from './lossFunctions';
import type { Table } from './Table';
import { broadcasting, sameShape, type Shaped } from './vectors';

type OfBatch = (targets: Table, predictions: Table) => Shaped | undefined;

/** The sum over all pairs of numbers, broadcast. */
function sum(t: Table, p: Table, term: (t: number, p: number) => number): number | undefined {
  const sums = broadcasting(t, p, (a, b) => columnSum(a, b, term));
  return sums?.values.reduce((x, y) => x + y, 0);
}

function scalar(value: number | undefined): Shaped | undefined {
  return value === undefined ? undefined : { shape: [], values: Float64Array.of(value) };
}

/** Of all pairs that are a 1 twice or `target` against `prediction`, the share of the former; 0 where there is none. */
const shareOfHits =
  (target: number, prediction: number): OfBatch =>
  (t, p) => {
    const hits = sum(t, p, (a, b) => Number(a === 1 && b === 1));
    const misses = sum(t, p, (a, b) => Number(a === target && b === prediction));
    if (hits === undefined || misses === undefined) return undefined;
    return scalar(hits + misses > 0 ? hits / (hits + misses) : 0);
  };

const r2Score: OfBatch = (t, p) => {
  const residual = sum(t, p, (a, b) => (a - b) ** 2);
  if (residual === undefined) return undefined;
  const targets = Float64Array.from(t.values);
  const average = targets.reduce((x, y) => x + y, 0) / targets.length;
  return scalar(1 - residual / targets.reduce((x, y) => x + (y - average) ** 2, 0));
};

const cosineDistance: OfBatch = (t, p) => {
  const products = sameShape(t, p) ? sum(t, p, (a, b) => a * b) : undefined;
  return scalar(products === undefined ? undefined : 1 - products);
};

/**
 * The functions of tfjs that say one number of a batch and cannot be put together from its rows.
 * `precision` and `recall` count predictions that are exactly 1 or 0 (tfjs-layers/src/metrics.ts): of probabilities
 * they are 0 until these saturate. `tf.losses.cosineDistance` wants an axis that `fit` does not give it and so sums
 * over everything: 1 minus the sum of all products, which grows with the batch.
 */
export const batchFormulas = {
  precision: shareOfHits(0, 1),
  recall: shareOfHits(1, 0),
  r2Score,
  cosineDistance,
} as const;
