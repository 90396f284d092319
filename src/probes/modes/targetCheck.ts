import type { Tensor } from '@tensorflow/tfjs';
import { checkTargets } from '../metrics/checkTargets';
import type { OutputMetrics } from '../metrics/Metric';

/** Refuses targets that the losses of a model cannot be computed from. */
export function targetCheck(
  outputs: readonly Pick<OutputMetrics, 'output' | 'shape' | 'loss'>[],
  where: string,
): (ys: readonly Tensor[]) => Promise<void> {
  return async (ys) => {
    for (const [i, { output, shape, loss }] of outputs.entries())
      await checkTargets(
        ys[i]!,
        { loss: loss.resolved, shape },
        where,
        outputs.length > 1 ? output : undefined,
      );
  };
}
