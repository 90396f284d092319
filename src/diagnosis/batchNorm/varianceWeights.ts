import type { BatchNormMeasurement } from '../../probes/batchNorm/BatchNormMeasurement';

/** Signal of a channel relative to epsilon below which it carries none: constant but for rounding. */
const constantShare = 1e-9;

/**
 * How much of its variance's distance counts, channel by channel: the standard deviation of its output, `sqrt(v / (v + epsilon))` for population
 * variance v, in units of the layer's largest. A channel that ReLU has all but silenced gives next to nothing, by whatever variance it is divided; where
 * all inputs of a layer are small, the layers after it have learned from just that. 0 for a channel that is the same for all rows. (Within one batch it
 * may well be: batches of one row are all constant.)
 */
export function varianceWeights({
  epsilon,
  population,
}: Pick<BatchNormMeasurement, 'epsilon' | 'population'>): Float64Array {
  const deviations = population.variance.map((variance) =>
    variance <= constantShare * epsilon ? 0 : Math.sqrt(variance / (variance + epsilon)),
  );
  const largest = deviations.reduce((most, deviation) => Math.max(most, deviation), 0);
  return largest === 0 ? deviations : deviations.map((deviation) => deviation / largest);
}
