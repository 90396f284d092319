import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import { batchNormMeasurements } from '../batchNorm/batchNormMeasurements';
import { StatisticsCollector } from '../batchNorm/StatisticsCollector';
import type { Moments } from '../../numeric/Moments';
import { type BatchNormalization, batchNormLayersOf } from '../model/batchNormLayersOf';
import { hasNoise } from '../model/hasNoise';
import type { Recording } from '../recording/Recording';
import { withSeededRandom } from '../passes/withSeededRandom';
import { type BatchingPlan, batchingsOf } from './batchingsOf';
import { predictAll } from './predictAll';
import { type Batching, runBatching } from './runBatching';
import type { Survey } from './Survey';

export interface SurveyPlan extends BatchingPlan {
  readonly recording: Recording | undefined;
}

/**
 * Runs every rung once, sharing what can be shared: without noise layers training mode is the same with dropout off,
 * without BatchNorm dropout off is inference mode, and one batch of all rows is normalised by population statistics as
 * it is. At most `2 * batchings + 2` forward passes over the rows.
 */
export async function surveyModes(model: LayersModel, xs: Tensor, plan: SurveyPlan): Promise<Survey> {
  const inference = await predictAll(model, xs);
  const noisy = hasNoise(model);
  const normalised = batchNormLayersOf(model).length > 0;
  if (!noisy && !normalised) return unchanging(inference);

  const batchings = batchingsOf(xs.shape[0], plan, noisy);
  const noiseless = new StatisticsCollector();
  const settled = noisy ? new StatisticsCollector() : noiseless;
  const dropoutOff = normalised ? await runAll(model, xs, batchings, false, noiseless) : [inference.values];
  const trainingMode = noisy
    ? await withSeededRandom(plan.seed, () => runAll(model, xs, batchings, true, settled))
    : dropoutOff;
  const oneBatch = plan.batchSize >= xs.shape[0];
  const population =
    normalised && !oneBatch ? await withPopulation(model, xs, noiseless.population()) : dropoutOff[0]!;
  return {
    shape: inference.shape,
    trainingMode,
    dropoutOff,
    population,
    inference: inference.values,
    batchNorm: await batchNormMeasurements(model, {
      settled,
      noiseless,
      batches: batchings.length * Math.ceil(xs.shape[0] / plan.batchSize),
      recording: plan.recording,
    }),
  };
}

function unchanging({ values, shape }: { values: Float32Array; shape: number[] }): Survey {
  return {
    shape,
    trainingMode: [values],
    dropoutOff: [values],
    population: values,
    inference: values,
    batchNorm: [],
  };
}

/** Rows in a batch where no layer looks beyond its row. */
const inferenceBatchSize = 32;

function withPopulation(
  model: LayersModel,
  xs: Tensor,
  statistics: ReadonlyMap<BatchNormalization, Moments>,
): Promise<Float32Array> {
  const order = Int32Array.from({ length: xs.shape[0] }, (_, row) => row);
  const batchNorm = { kind: 'given', of: statistics } as const;
  return runBatching(model, xs, { order, batchSize: inferenceBatchSize }, { noise: false, batchNorm });
}

async function runAll(
  model: LayersModel,
  xs: Tensor,
  batchings: readonly Batching[],
  noise: boolean,
  collector: StatisticsCollector,
): Promise<readonly Float32Array[]> {
  const predictions: Float32Array[] = [];
  for (const batching of batchings) {
    predictions.push(
      await runBatching(model, xs, batching, { noise, batchNorm: { kind: 'batch', seen: collector.seen } }),
    );
  }
  return predictions;
}
