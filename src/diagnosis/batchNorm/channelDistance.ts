import type { Moments } from '../../numeric/Moments';
import type { BatchNormMeasurement } from '../../probes/batchNorm/BatchNormMeasurement';
import type { ChannelDistance } from './LayerJudgement';

/** Signal of a channel relative to epsilon below which it carries none: constant but for rounding. */
const constantShare = 1e-9;

/** The part of a measurement that scales its channels. */
export type Scale = Pick<BatchNormMeasurement, 'epsilon' | 'population' | 'storedStep'>;

/** Whether a channel is the same for all rows. Not within one batch: batches of one row are all constant. */
export function isConstant({ epsilon, population }: Scale, channel: number): boolean {
  return population.variance[channel]! <= constantShare * epsilon;
}

/**
 * How far one channel's statistics are from a goal, in standard deviations of the mean or in nepers of the variance,
 * whichever is more: `max(|m - mean| / sqrt(variance + epsilon), |ln((v + epsilon) / (variance + epsilon))|)`. A channel
 * that is constant over all rows has no signal for a variance to scale; there only the mean counts. Statistics stored in
 * 8 bits may have been anything within half a step: the nearest of it counts.
 */
export function channelDistance(
  statistics: Moments,
  goal: Moments,
  scale: Scale,
  channel: number,
): ChannelDistance {
  const { epsilon } = scale;
  const [movingMean, movingVariance] = [statistics.mean[channel]!, statistics.variance[channel]!];
  const [mean, variance] = [goal.mean[channel]!, goal.variance[channel]!];
  const { storedStep } = scale;
  const ofMean = Math.abs(nearest(movingMean, mean, storedStep.mean) - mean) / Math.sqrt(variance + epsilon);
  const stored = nearest(movingVariance, variance, storedStep.variance);
  const ofVariance = isConstant(scale, channel)
    ? 0
    : Math.abs(Math.log((stored + epsilon) / (variance + epsilon)));
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
  return Array.from(statistics.mean, (_, channel) =>
    goals
      .map((goal) => channelDistance(statistics, goal, scale, channel))
      .reduce((nearest, distance) => (distance.distance < nearest.distance ? distance : nearest)),
  );
}
