import { columnMean, columnSum, type Vector } from './lossFunctions';

const epsilon = 1e-7;

function logLoss(t: Vector, p: Vector): number {
  return columnMean(t, p, (a, b) => -a * Math.log(b + epsilon) - (1 - a) * Math.log(1 - b + epsilon));
}

function huberLoss(t: Vector, p: Vector): number {
  return columnMean(t, p, (a, b) => {
    const error = Math.abs(b - a);
    const quadratic = Math.min(error, 1);
    return quadratic ** 2 / 2 + error - quadratic;
  });
}

/** From logits, without the overflow of `exp`: max(x, 0) - x t + log(1 + exp(-|x|)). */
function sigmoidCrossEntropy(t: Vector, p: Vector): number {
  return columnMean(t, p, (a, b) => Math.max(b, 0) - b * a + Math.log1p(Math.exp(-Math.abs(b))));
}

/** From logits, by the log of the sum of exponentials, taken after the largest is subtracted. */
function softmaxCrossEntropy(t: Vector, p: Vector): number {
  let largest = -Infinity;
  for (let c = 0; c < p.length; c++) largest = Math.max(largest, p[c]!);
  const logSum = largest + Math.log(columnSum(p, p, (b) => Math.exp(b - largest)));
  return columnSum(t, p, (a, b) => a * (logSum - b));
}

/**
 * The losses of `tf.losses` (tfjs-core/src/ops/losses) with the arguments that `fit` gives them, targets and
 * predictions, and the defaults of the others: delta 1, epsilon 1e-7 added before the logarithm and no clipping, no
 * label smoothing. For one position of one row, whose mean over all is the scalar that tfjs returns.
 * `tf.losses.meanSquaredError` is the formula of the same name in `lossFunctions`.
 */
export const coreLossFunctions = {
  absoluteDifference: (t: Vector, p: Vector): number => columnMean(t, p, (a, b) => Math.abs(a - b)),
  /** Targets 0 and 1, which it turns into -1 and 1. */
  hingeLoss: (t: Vector, p: Vector): number => columnMean(t, p, (a, b) => Math.max(0, 1 - (2 * a - 1) * b)),
  huberLoss,
  logLoss,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
} as const;

export type CoreLossName = keyof typeof coreLossFunctions;
