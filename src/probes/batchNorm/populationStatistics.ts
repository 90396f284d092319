import type { LayersModel } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import type { Rows } from '../../input/Rows';
import type { Moments } from '../../numeric/Moments';
import type { BatchNormalization } from '../model/batchNormLayersOf';
import { type BatchingPlan, batchingsOf } from '../modes/batchingsOf';
import { forwardPass } from '../passes/forwardPass';
import { isStateful, RecurrentMemory } from '../passes/RecurrentMemory';
import { StatisticsCollector } from './StatisticsCollector';

/**
 * Exact mean and biased variance of every BatchNorm input over all rows ("PreciseBN"): upstream BatchNorm layers on
 * batch statistics, noise layers off, batches merged by the law of total variance, over several shuffled batchings.
 */
export async function populationStatistics(
  model: LayersModel,
  rows: Rows,
  plan: BatchingPlan,
): Promise<ReadonlyMap<BatchNormalization, Moments>> {
  const collector = new StatisticsCollector();
  const batchNorm = { kind: 'batch', seen: collector.seen } as const;
  for (const batching of batchingsOf(rows, plan, { noisy: false, stateful: isStateful(model) })) {
    const memory = new RecurrentMemory(model);
    try {
      await rows.each(batching, async ({ xs }) => {
        tf.dispose([...memory.during(() => forwardPass(model, xs, { noise: false, batchNorm }))]);
      });
    } finally {
      memory.dispose();
    }
  }
  return collector.population();
}
