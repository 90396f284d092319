import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { forwardPass, type Pass } from '../passes/forwardPass';
import { batchesOf } from './batchesOf';

/** Rows in an order, in batches of a size. */
export interface Batching {
  readonly order: Int32Array;
  readonly batchSize: number;
}

/** What a model makes of all rows of `xs`, batch by batch; the result is in the order of `xs`, whatever the batching. */
export async function runBatching(
  model: LayersModel,
  xs: Tensor,
  { order, batchSize }: Batching,
  pass: Pass,
): Promise<Float32Array> {
  let predictions: Float32Array | undefined;
  for (const batch of batchesOf(order, batchSize)) {
    const values = await batchPredictions(model, xs, batch, pass);
    const size = values.length / batch.length;
    predictions ??= new Float32Array(order.length * size);
    for (const [i, row] of batch.entries())
      predictions.set(values.subarray(i * size, (i + 1) * size), row * size);
  }
  return predictions!;
}

async function batchPredictions(
  model: LayersModel,
  xs: Tensor,
  batch: Int32Array,
  pass: Pass,
): Promise<Float32Array> {
  const output = tf.tidy(() => forwardPass(model, tf.gather(xs, tf.tensor1d(batch, 'int32')), pass));
  try {
    return (await output.data()) as Float32Array;
  } finally {
    output.dispose();
  }
}
