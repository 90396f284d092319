import type { Moments } from '../../numeric/Moments';
import type { BatchNormMeasurement } from '../../probes/batchNorm/BatchNormMeasurement';
import type { ChannelDistance } from './LayerJudgement';
import { varianceWeights } from './varianceWeights';

/** The part of a measurement that scales its channels. */
type Scale = Pick<BatchNormMeasurement, 'epsilon' | 'population' | 'storedStep'>;

interface Weighted {
  readonly channel: number;
  /** Of the variance's distance. */
  readonly weight: number;
}

/**
 * How far one channel's statistics are from a goal, in standard deviations of the mean or in nepers of the variance,
 * whichever is more: `max(|m - mean| / sqrt(variance + epsilon), weight * |ln((v + epsilon) / (variance + epsilon))|)`, the
 * weight by `varianceWeights`. Statistics stored in 8 bits may have been anything within half a step: the nearest of it counts.
 */
function channelDistance(
  statistics: Moments,
  goal: Moments,
  { epsilon, storedStep }: Scale,
  { channel, weight }: Weighted,
): ChannelDistance {
  const [movingMean, movingVariance] = [statistics.mean[channel]!, statistics.variance[channel]!];
  const [mean, variance] = [goal.mean[channel]!, goal.variance[channel]!];
  const ofMean = Math.abs(nearest(movingMean, mean, storedStep.mean) - mean) / Math.sqrt(variance + epsilon);
  const stored = nearest(movingVariance, variance, storedStep.variance);
  const ofVariance =
    weight === 0 ? 0 : weight * Math.abs(Math.log((stored + epsilon) / (variance + epsilon)));
  const larger = ofMean >= ofVariance ? 'mean' : 'variance';
  return {
    channel,
    distance: Math.max(ofMean, ofVariance),
    movingMean,
    movingVariance,
    mean,
    variance,
    of: larger,
  };
}

/** What a number stored to `step` may have been, as near to `goal` as that allows. */
function nearest(stored: number, goal: number, step: number): number {
  return step === 0 ? stored : Math.min(Math.max(goal, stored - step / 2), stored + step / 2);
}

/** The distance of every channel to the nearer of several goals. */
export function channelDistances(
  statistics: Moments,
  goals: readonly Moments[],
  scale: Scale,
): ChannelDistance[] {
  return Array.from(varianceWeights(scale), (weight, channel) =>
    goals
      .map((goal) => channelDistance(statistics, goal, scale, { channel, weight }))
      .reduce((nearest, distance) => (distance.distance < nearest.distance ? distance : nearest)),
  );
}
