import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';

/**
 * What the model makes of `xs` in training mode, by TensorFlow.js' own means. `apply` with `training: true` moves the
 * moving statistics, so the weights are put back.
 */
export async function inTrainingMode(model: LayersModel, xs: Tensor): Promise<number[][]> {
  const weights = model.getWeights().map((weight) => tf.keep(weight.clone()));
  const output = model.apply(xs, { training: true }) as Tensor;
  const values = (await output.array()) as number[][];
  model.setWeights(weights);
  tf.dispose([output, ...weights]);
  return values;
}
