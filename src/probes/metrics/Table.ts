import type { Tensor } from '@tensorflow/tfjs';

/** Targets or predictions: `rows` examples of `positions` vectors (1 unless the output is a sequence or a map) of `columns` numbers. */
export interface Table {
  readonly rows: number;
  readonly positions: number;
  readonly columns: number;
  readonly values: Float32Array | Int32Array | Uint8Array;
}

/** Reads a tensor of targets. Class indices, which have an axis less than the predictions, get one column. */
export async function tableOf(tensor: Tensor, predictionRank: number): Promise<Table> {
  const columns = tensor.rank < predictionRank ? 1 : tensor.shape.at(-1)!;
  const rows = tensor.shape[0];
  return { rows, columns, positions: tensor.size / rows / columns, values: await tensor.data() };
}
