import type { LayersModel } from '@tensorflow/tfjs';
import type { Moments } from '../../numeric/Moments';
import { storedStep } from '../../numeric/storedStep';
import { type BatchNormalization, batchNormLayersOf } from '../model/batchNormLayersOf';
import { frozenLayersOf } from '../model/frozenLayersOf';
import type { Recording } from '../recording/Recording';
import type { BatchNormMeasurement } from './BatchNormMeasurement';
import type { StatisticsCollector } from './StatisticsCollector';

export interface Collected {
  /** From training mode, noise layers on. */
  readonly settled: StatisticsCollector;
  /** From the same batches with noise layers off. */
  readonly noiseless: StatisticsCollector;
  /** From training mode with the rows in the order in which they are given, noise layers on. */
  readonly givenOrder: StatisticsCollector;
  readonly batches: number;
  readonly batchSize: number;
  readonly recording: Recording | undefined;
}

/** One measurement for each BatchNorm layer that rows came through. */
export async function batchNormMeasurements(
  model: LayersModel,
  { settled, noiseless, givenOrder, batches, batchSize, recording }: Collected,
): Promise<readonly BatchNormMeasurement[]> {
  const measurements: BatchNormMeasurement[] = [];
  const frozen = new Set(frozenLayersOf(model).map(({ layer }) => layer));
  for (const { path, layer } of batchNormLayersOf(model)) {
    const tally = settled.of(layer);
    const population = noiseless.of(layer)?.population.moments();
    if (tally === undefined || population === undefined) continue;
    const moving = await movingStatistics(layer);
    measurements.push({
      path,
      momentum: layer.momentum,
      epsilon: layer.epsilon,
      moving,
      storedStep: { mean: storedStep(moving.mean), variance: storedStep(moving.variance) },
      samplingNoise: noiseless.of(layer)?.samplingNoise(),
      settled: { mean: tally.means.mean, variance: tally.variances.mean },
      population,
      batchNoise: { mean: tally.means.standardDeviation(), variance: tally.variances.standardDeviation() },
      inGivenOrder: givenOrderOf(givenOrder.of(layer)),
      callsPerBatch: tally.means.count / batches,
      batches,
      batchSize,
      frozen: frozen.has(layer),
      trained: await isTrained(layer),
      // A layer that is called several times in a step moves its statistics as often.
      updates: recording === undefined ? undefined : (recording.updates * tally.means.count) / batches,
      start: recording?.batchNormStart[path],
    });
  }
  return measurements;
}

function givenOrderOf(tally: ReturnType<StatisticsCollector['of']>): BatchNormMeasurement['inGivenOrder'] {
  if (tally === undefined) return undefined;
  return {
    settled: { mean: tally.means.mean, variance: tally.variances.mean },
    atEndOfEpoch: tally.atEndOfEpoch(),
    noiseOfMean: tally.means.standardDeviation(),
    batches: tally.means.count,
  };
}

async function isTrained({ gamma, beta }: BatchNormalization): Promise<boolean> {
  const isAway = async (weight: typeof gamma, start: number): Promise<boolean> =>
    weight !== undefined && (await weight.read().data()).some((value) => value !== start);
  return (await isAway(gamma, 1)) || (await isAway(beta, 0));
}

async function movingStatistics({ movingMean, movingVariance }: BatchNormalization): Promise<Moments> {
  return {
    mean: Float64Array.from(await movingMean.read().data()),
    variance: Float64Array.from(await movingVariance.read().data()),
  };
}

/** What every BatchNorm layer normalises by in inference mode. */
export async function movingMoments(model: LayersModel): Promise<ReadonlyMap<BatchNormalization, Moments>> {
  const moments = new Map<BatchNormalization, Moments>();
  for (const { layer } of batchNormLayersOf(model)) moments.set(layer, await movingStatistics(layer));
  return moments;
}
