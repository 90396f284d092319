import type { Moments } from '../../numeric/Moments';
import type { BatchNormMeasurement } from '../../probes/batchNorm/BatchNormMeasurement';
import type { ChannelDistance } from './LayerJudgement';

/** Signal of a channel relative to epsilon below which it carries none: constant but for rounding. */
const constantShare = 1e-9;

/** The part of a measurement that scales its channels. */
export type Scale = Pick<BatchNormMeasurement, 'epsilon' | 'population'>;

/** Whether a channel is the same for all rows. Not within one batch: batches of one row are all constant. */
export function isConstant({ epsilon, population }: Scale, channel: number): boolean {
  return population.variance[channel]! <= constantShare * epsilon;
}

/**
 * How far one channel's statistics are from a goal, in standard deviations of the mean or in nepers of the variance,
 * whichever is more: `max(|m - mean| / sqrt(variance + epsilon), |ln((v + epsilon) / (variance + epsilon))|)`. A channel
 * that is constant over all rows has no signal for a variance to scale; there only the mean counts.
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
  const ofMean = Math.abs(movingMean - mean) / Math.sqrt(variance + epsilon);
  const ofVariance = isConstant(scale, channel)
    ? 0
    : Math.abs(Math.log((movingVariance + epsilon) / (variance + epsilon)));
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
