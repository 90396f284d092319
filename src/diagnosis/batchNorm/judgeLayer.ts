import type { BatchNormMeasurement } from '../../probes/batchNorm/BatchNormMeasurement';
import { channelDistances } from './channelDistance';
import { hasMoved } from '../../probes/batchNorm/hasMoved';
import { followsGivenOrder } from './followsGivenOrder';
import { convergence } from './convergence';
import type { LayerJudgement } from './LayerJudgement';
import { layerDistance, overChannels } from './layerDistance';
import { startStatistics } from './startStatistics';
import { varianceWeights } from './varianceWeights';

/**
 * More than this is no noise but a layer that cannot work: with batches of one row the variance of a dense layer's batch is 0, and
 * what the averages do around it is beyond all measure. A variance is off by a factor of 12 there, or a mean by 2.5 deviations.
 */
const mostNoise = 2.5;

/**
 * A layer's moving statistics have converged when the 90th percentile over its channels of the distance to the nearer
 * of settled and population statistics is within `tolerance` plus twice the noise that it has by itself.
 */
export function judgeLayer(layer: BatchNormMeasurement, tolerance: number): LayerJudgement {
  const { path, momentum, updates, moving, settled, population } = layer;
  const distances = channelDistances(moving, [settled, population], layer);
  const distance = layerDistance(distances);
  const noise = Math.min(2 * standardDeviation(layer), mostNoise);
  const allowance = tolerance + noise;
  const startHeld = updates === undefined ? undefined : momentum ** updates;
  const start = startStatistics(layer);
  const rests = channelDistances(start.remaining, [settled], layer);
  return {
    path,
    momentum,
    updates,
    startHeld,
    startsAtDefault: (layer.start?.mean ?? 0) === 0 && (layer.start?.variance ?? 1) === 1,
    distance,
    allowance,
    noise,
    converged: distance <= allowance,
    frozenMoved: layer.frozen && hasMoved(layer),
    followsGivenOrder: followsGivenOrder(layer),
    startExplains: start.fits && layerDistance(rests) > allowance / 2,
    populationDistance: layerDistance(channelDistances(moving, [population], layer)),
    worst: distances.reduce((worst, channel) => (channel.distance > worst.distance ? channel : worst)),
    ...convergence(layer, start.statistics, tolerance),
  };
}

/**
 * Standard deviation of the distance where nothing is wrong, the 90th percentile over channels: that of an exponential moving
 * average of independent batches, `sigma * sqrt((1 - m) / (1 + m))`, and where the rows are a sample, the standard error
 * of what they give, in quadrature.
 */
function standardDeviation(layer: BatchNormMeasurement): number {
  const { momentum, epsilon, settled, batchNoise, samplingNoise } = layer;
  const ofAverage = Math.sqrt((1 - momentum) / (1 + momentum));
  const weights = varianceWeights(layer);
  const noise = Array.from(settled.variance, (variance, c) => {
    const scale = variance + epsilon;
    const relative = (mean: number, squared: number): number =>
      Math.max(mean / Math.sqrt(scale), (weights[c]! * squared) / scale);
    const moving = ofAverage * relative(batchNoise.mean[c]!, batchNoise.variance[c]!);
    const sampled =
      samplingNoise === undefined ? 0 : relative(samplingNoise.mean[c]!, samplingNoise.variance[c]!);
    return Math.hypot(moving, sampled);
  });
  return overChannels(noise);
}
