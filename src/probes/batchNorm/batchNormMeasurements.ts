import type { LayersModel } from '@tensorflow/tfjs';
import type { Moments } from '../../numeric/Moments';
import { type BatchNormalization, batchNormLayersOf } from '../model/batchNormLayersOf';
import type { Recording } from '../recording/Recording';
import type { BatchNormMeasurement } from './BatchNormMeasurement';
import type { StatisticsCollector } from './StatisticsCollector';

export interface Collected {
  /** From training mode, noise layers on. */
  readonly settled: StatisticsCollector;
  /** From the same batches with noise layers off. */
  readonly noiseless: StatisticsCollector;
  readonly batches: number;
  readonly recording: Recording | undefined;
}

/** One measurement for each BatchNorm layer that rows came through. */
export async function batchNormMeasurements(
  model: LayersModel,
  { settled, noiseless, batches, recording }: Collected,
): Promise<readonly BatchNormMeasurement[]> {
  const measurements: BatchNormMeasurement[] = [];
  for (const { path, layer } of batchNormLayersOf(model)) {
    const tally = settled.of(layer);
    const population = noiseless.of(layer)?.population.moments();
    if (tally === undefined || population === undefined) continue;
    measurements.push({
      path,
      momentum: layer.momentum,
      epsilon: layer.epsilon,
      moving: await movingStatistics(layer),
      settled: { mean: tally.means.mean, variance: tally.variances.mean },
      population,
      batchNoise: { mean: tally.means.standardDeviation(), variance: tally.variances.standardDeviation() },
      // A layer that is called several times in a step moves its statistics as often.
      updates: recording === undefined ? undefined : (recording.updates * tally.means.count) / batches,
      start: recording?.batchNormStart[path],
    });
  }
  return measurements;
}

async function movingStatistics({ movingMean, movingVariance }: BatchNormalization): Promise<Moments> {
  return {
    mean: Float64Array.from(await movingMean.read().data()),
    variance: Float64Array.from(await movingVariance.read().data()),
  };
}
