import type { Vector } from './lossFunctions';

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
  binaryAccuracy: (t: Vector, p: Vector): number => {
    let right = 0;
    for (let c = 0; c < p.length; c++) if ((p[c]! > 0.5 ? 1 : 0) === t[c]!) right += 1;
    return right / p.length;
  },
  categoricalAccuracy: (t: Vector, p: Vector): number => (argMax(t) === argMax(p) ? 1 : 0),
  sparseCategoricalAccuracy: (t: Vector, p: Vector): number => (Math.trunc(t[0]!) === argMax(p) ? 1 : 0),
} as const;

export type AccuracyName = keyof typeof accuracyFunctions;

export function isAccuracyName(name: unknown): name is AccuracyName {
  return typeof name === 'string' && Object.hasOwn(accuracyFunctions, name);
}
