import { columnMean, type Vector } from './lossFunctions';

/** The column of the largest number; the first one of equals, as tfjs' argMax. */
export function argMax(values: Vector): number {
  let best = 0;
  for (let c = 1; c < values.length; c++) if (values[c]! > values[best]!) best = c;
  return best;
}

/**
 * The accuracies of tfjs (tfjs-layers/src/metrics.ts) for one position of one row: 1 for right, 0 for wrong;
 * `binaryAccuracy` is the share of right columns. tfjs casts the decision to the type of the target and compares for
 * equality, so soft targets are never right.
 */
export const accuracyFunctions = {
  binaryAccuracy: (t: Vector, p: Vector): number =>
    columnMean(t, p, (a, b) => Number((b > 0.5 ? 1 : 0) === a)),
  categoricalAccuracy: (t: Vector, p: Vector): number => (argMax(t) === argMax(p) ? 1 : 0),
  sparseCategoricalAccuracy: (t: Vector, p: Vector): number => (t[0] === argMax(p) ? 1 : 0),
} as const;

export type AccuracyName = keyof typeof accuracyFunctions;
