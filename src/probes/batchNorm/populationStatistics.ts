import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import type { Moments } from '../../numeric/Moments';
import type { BatchNormalization } from '../model/batchNormLayersOf';
import { batchingsOf } from '../modes/batchingsOf';
import { runBatching } from '../modes/runBatching';
import { StatisticsCollector } from './StatisticsCollector';

/**
 * Exact mean and biased variance of every BatchNorm input over all rows ("PreciseBN"): upstream BatchNorm layers on
 * batch statistics, noise layers off, batches merged by the law of total variance, over several shuffled batchings.
 */
export async function populationStatistics(
  model: LayersModel,
  xs: Tensor,
  plan: { readonly batchSize: number; readonly batchings: number; readonly seed: number },
): Promise<ReadonlyMap<BatchNormalization, Moments>> {
  const collector = new StatisticsCollector();
  for (const batching of batchingsOf(xs.shape[0], plan, false)) {
    await runBatching(model, xs, batching, {
      noise: false,
      batchNorm: { kind: 'batch', seen: collector.seen },
    });
  }
  return collector.population();
}
