import type { BatchNormMeasurement } from '../../../probes/batchNorm/BatchNormMeasurement';
import { quantile } from '../../../numeric/quantile';
import type { Modes } from '../../../probes/modes/Modes';
import type { Cause } from '../../Cause';
import { statisticsText } from '../../text/statisticsText';

/**
 * How much the variances of batches differ from each other, in units of their mean: for rows of a normal distribution
 * `sqrt(2 / values in a batch)` at most; `sqrt(number of batches)` where one batch holds nearly all of it.
 */
function unevenness({ settled, batchNoise }: BatchNormMeasurement, channel: number): number {
  const mean = settled.variance[channel]!;
  return mean > 0 ? batchNoise.variance[channel]! / mean : 0;
}

/**
 * Four times what a normal distribution gives, a batch that differs by the mean of all, and most of what one batch that holds everything would
 * give.
 */
function limit({ batchSize, batches }: BatchNormMeasurement, batchings: number): number {
  return Math.max(1, 4 * Math.sqrt(2 / batchSize), 0.6 * Math.sqrt(batches / batchings - 1));
}

/** In a quarter of its channels or more: a channel that is seldom active is uneven by itself. */
function isUneven(layer: BatchNormMeasurement, batchings: number): boolean {
  return quantile(unevennesses(layer), 0.75) > limit(layer, batchings);
}

const unevennesses = (layer: BatchNormMeasurement): readonly number[] =>
  Array.from(layer.settled.variance, (_, channel) => unevenness(layer, channel));

/** A few rows far from all others make the variance of their batch many times that of the rest, and the moving variance with it. */
export function outlier(share: number, { batchNorm, batchings }: Modes): Cause | undefined {
  // The first layer that sees them: those behind it see what it made of them.
  const first = batchNorm.find((layer) => isUneven(layer, batchings));
  if (first === undefined) return undefined;
  const all = unevennesses(first);
  const most = Math.max(...all);
  return { id: 'batchnorm-outlier', share, ...statisticsText.outlier(first, all.indexOf(most), most) };
}
