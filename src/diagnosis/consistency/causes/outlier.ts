import type { BatchNormMeasurement } from '../../../probes/batchNorm/BatchNormMeasurement';
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

/** Four times what a normal distribution gives, and a batch that differs by the mean of all. */
const limit = (batchSize: number): number => Math.max(1, 4 * Math.sqrt(2 / batchSize));

/** The channel whose batches differ most, in a layer where they differ beyond what chance makes of rows of one kind. */
function worstChannel(layer: BatchNormMeasurement): { channel: number; unevenness: number } | undefined {
  let worst = { channel: 0, unevenness: 0 };
  for (let channel = 0; channel < layer.settled.variance.length; channel++) {
    const here = unevenness(layer, channel);
    if (here > worst.unevenness) worst = { channel, unevenness: here };
  }
  return worst.unevenness > limit(layer.batchSize) ? worst : undefined;
}

/** A few rows far from all others make the variance of their batch many times that of the rest, and the moving variance with it. */
export function outlier(share: number, { batchNorm }: Modes): Cause | undefined {
  const found = batchNorm.flatMap((layer) => {
    const worst = worstChannel(layer);
    return worst === undefined ? [] : [{ layer, ...worst }];
  });
  // The first layer that sees them: those behind it see what it made of them.
  const first = found[0];
  return first === undefined
    ? undefined
    : {
        id: 'batchnorm-outlier',
        share,
        ...statisticsText.outlier(first.layer, first.channel, first.unevenness),
      };
}
