import type { Moments } from '../../numeric/Moments';
import type { BatchNormMeasurement } from '../../probes/batchNorm/BatchNormMeasurement';

export interface Start {
  /** Where the moving statistics started: as recorded, else tfjs' defaults, mean 0 and variance 1. */
  readonly statistics: Moments;
  /** What the start alone leaves behind: `share * start + (1 - share) * settled`. */
  readonly remaining: Moments;
  /** Whether the share is known, or estimated well enough to speak of it. */
  readonly fits: boolean;
}

export function startStatistics(layer: BatchNormMeasurement): Start {
  const { start, settled, updates, momentum } = layer;
  const channels = settled.mean.length;
  const statistics = {
    mean: vector(start?.mean ?? 0, channels),
    variance: vector(start?.variance ?? 1, channels),
  };
  const known = updates === undefined ? undefined : momentum ** updates;
  const estimate = known === undefined ? estimatedShare(layer, statistics) : undefined;
  const share = known ?? estimate!.share;
  return {
    statistics,
    remaining: {
      mean: mixed(statistics.mean, settled.mean, share),
      variance: mixed(statistics.variance, settled.variance, share),
    },
    fits: estimate === undefined || estimate.explained > 0.5,
  };
}

function vector(value: number | readonly number[], channels: number): Float64Array {
  return typeof value === 'number' ? new Float64Array(channels).fill(value) : Float64Array.from(value);
}

function mixed(start: Float64Array, settled: Float64Array, share: number): Float64Array {
  return start.map((value, c) => share * value + (1 - share) * settled[c]!);
}

/**
 * Without a recording the share of the start value is the one that fits the moving means and variances best, in least
 * squares over the channels, each in units of its own scale; `explained` is the part of the squares that it takes away.
 */
function estimatedShare(
  { moving, settled, epsilon }: BatchNormMeasurement,
  start: Moments,
): { readonly share: number; readonly explained: number } {
  let [products, squares, total] = [0, 0, 0];
  const add = (toStart: number, gone: number): void => {
    products += toStart * gone;
    squares += toStart ** 2;
    total += gone ** 2;
  };
  settled.variance.forEach((variance, c) => {
    const scale = variance + epsilon;
    add(
      (start.mean[c]! - settled.mean[c]!) / Math.sqrt(scale),
      (moving.mean[c]! - settled.mean[c]!) / Math.sqrt(scale),
    );
    add((start.variance[c]! - variance) / scale, (moving.variance[c]! - variance) / scale);
  });
  const share = squares === 0 ? 0 : Math.min(1, Math.max(0, products / squares));
  return {
    share,
    explained: total === 0 ? 1 : 1 - (total - 2 * share * products + share ** 2 * squares) / total,
  };
}
