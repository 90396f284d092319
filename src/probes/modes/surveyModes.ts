import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import { batchNormMeasurements } from '../batchNorm/batchNormMeasurements';
import { StatisticsCollector } from '../batchNorm/StatisticsCollector';
import { batchNormLayersOf } from '../model/batchNormLayersOf';
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
 * Runs every rung once, sharing what can be shared: a model without noise layers behaves the same with dropout off, one
 * without BatchNorm the same with population statistics. At most `2 * batchings + 2` forward passes over the rows.
 */
export async function surveyModes(model: LayersModel, xs: Tensor, plan: SurveyPlan): Promise<Survey> {
  const inference = await predictAll(model, xs);
  const noisy = hasNoise(model);
  const normalised = batchNormLayersOf(model).length > 0;
  if (!noisy && !normalised) return unchanging(inference);

  const batchings = batchingsOf(xs.shape[0], plan, noisy);
  const noiseless = new StatisticsCollector();
  const settled = noisy ? new StatisticsCollector() : noiseless;
  const dropoutOff = await runAll(model, xs, batchings, false, noiseless);
  const trainingMode = noisy
    ? await withSeededRandom(plan.seed, () => runAll(model, xs, batchings, true, settled))
    : dropoutOff;
  const population = normalised
    ? await runBatching(model, xs, inOrder(xs), {
        noise: false,
        batchNorm: { kind: 'given', of: noiseless.population() },
      })
    : inference.values;
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

const inferenceBatchSize = 32;

function inOrder(xs: Tensor): Batching {
  return { order: Int32Array.from({ length: xs.shape[0] }, (_, row) => row), batchSize: inferenceBatchSize };
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
