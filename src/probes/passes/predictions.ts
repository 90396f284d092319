import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { type Table, tableOf } from '../metrics/Table';

/** All outputs for the rows of one batch through `model.predict`: what users will get, by the road that they take. */
export function predicted(model: LayersModel, xs: readonly Tensor[]): readonly Tensor[] {
  return [model.predict([...xs], { batchSize: xs[0]!.shape[0] })].flat();
}

/** Reads the outputs of a pass, and frees them. */
export async function tablesOf(outputs: readonly Tensor[]): Promise<readonly Table[]> {
  try {
    return await Promise.all(outputs.map((output) => tableOf(output, output.rank)));
  } finally {
    tf.dispose([...outputs]);
  }
}
