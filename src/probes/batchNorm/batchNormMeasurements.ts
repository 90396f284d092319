import type { LayersModel } from '@tensorflow/tfjs';
import type { Moments } from '../../numeric/Moments';
import { type BatchNormalization, batchNormLayersOf } from '../model/batchNormLayersOf';
import type { Recording } from '../recording/Recording';
import type { BatchNormMeasurement } from './BatchNormMeasurement';
import type { StatisticsCollector } from './StatisticsCollector';

/** One measurement for each BatchNorm layer that rows came through. */
export async function batchNormMeasurements(
  model: LayersModel,
  settled: StatisticsCollector,
  noiseless: StatisticsCollector,
  recording: Recording | undefined,
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
      updates: recording?.updates,
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
