import type { Moments } from '../../numeric/Moments';
import type { BatchNormMeasurement } from '../../probes/batchNorm/BatchNormMeasurement';
import type { LayerJudgement } from './LayerJudgement';
import { varianceWeights } from './varianceWeights';

/**
 * How long the slowest channel takes from its start value. After k updates with still weights a moving average is
 * `settled + momentum ** k * (start - settled)`; the statistics are within tolerance once that rest is. While weights
 * move it takes longer.
 */
export function convergence(
  layer: BatchNormMeasurement,
  start: Moments,
  tolerance: number,
): Pick<LayerJudgement, 'updatesNeeded' | 'momentumNeeded'> {
  const { momentum, epsilon, updates, settled } = layer;
  const weights = varianceWeights(layer);
  const share = settled.mean.reduce(
    (smallest, _, c) => Math.min(smallest, allowedShare(settled, start, c)),
    1,
  );
  return {
    updatesNeeded: share >= 1 ? 0 : updatesUntil(share, momentum),
    momentumNeeded: updates === undefined ? undefined : share ** (1 / updates),
  };

  /** The share of the start value that may be left in a channel. */
  function allowedShare({ mean, variance }: Moments, from: Moments, c: number): number {
    const scale = variance[c]! + epsilon;
    const ofMean = (tolerance * Math.sqrt(scale)) / Math.abs(from.mean[c]! - mean[c]!);
    const above = from.variance[c]! > variance[c]!;
    const weight = weights[c]!;
    const room = above ? Math.expm1(tolerance / weight) : -Math.expm1(-tolerance / weight);
    const ofVariance = weight === 0 ? Infinity : (room * scale) / Math.abs(from.variance[c]! - variance[c]!);
    return Math.min(ofMean, ofVariance);
  }
}

/** Updates after which `momentum ** updates` is no more than `share`; never with a momentum of 1. */
function updatesUntil(share: number, momentum: number): number {
  if (momentum >= 1) return Infinity;
  return Math.max(1, Math.ceil(Math.log(share) / Math.log(momentum)));
}
