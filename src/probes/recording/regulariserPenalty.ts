import type { LayersModel, Scalar } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';

/** The sum of the penalties that `fit` adds to its loss at the present weights; `evaluate` and `predict` know none. */
export async function regulariserPenalty(model: LayersModel): Promise<number> {
  // A Sequential fits through the model that it builds inside.
  const fitted = ((model as { model?: LayersModel }).model ?? model) as unknown as {
    calculateLosses(): Scalar[];
  };
  const penalties = tf.tidy(() => fitted.calculateLosses());
  const values = await Promise.all(penalties.map((penalty) => penalty.data()));
  tf.dispose(penalties);
  return values.reduce((sum, [value]) => sum + value!, 0);
}
