import type { LayersModel } from '@tensorflow/tfjs';
import type { TargetCheck } from '../input/rowsOf';
import { given } from '../input/given';
import { inputError } from '../input/inputError';
import { metricsOf } from '../probes/metrics/metricsOf';
import { targetCheck } from '../probes/modes/targetCheck';
import type { TrainOptions } from './TrainOptions';

/**
 * The check of targets that the loss of a training asks for. A model whose loss is not known yet, or whose outputs
 * are not, is left to tfjs.
 */
export function trainable(
  model: LayersModel,
  { loss }: TrainOptions,
  where: string,
): TargetCheck | undefined {
  if (model.outputs?.length === undefined || (loss ?? model.loss) == null) return undefined;
  return targetCheck(metricsOf(model, where, loss === undefined ? {} : { loss }), where);
}

/** A dataset decides on its batches and their order. */
export function refuseBatching(options: TrainOptions, where: string): void {
  for (const name of ['batchSize', 'shuffle'] as const) {
    if (options[name] === undefined) continue;
    throw inputError({
      what: `The option \`${name}\` of ${where}`,
      given: `${given(options[name])}, with a dataset as data`,
      allowed: 'only with { xs, ys }: a dataset has batches and an order of its own',
      next: `leave \`${name}\` out; dataset.shuffle(rows, seed) and dataset.batch(size) do it for a dataset`,
    });
  }
}
