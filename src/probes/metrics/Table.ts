import type { Tensor } from '@tensorflow/tfjs';

/** Targets or predictions of one output for the rows of one batch: `rows` examples of `positions` vectors (1 unless the output is a sequence or a map) of `columns` numbers. */
export interface Table {
  readonly rows: number;
  readonly positions: number;
  readonly columns: number;
  readonly values: Float32Array | Int32Array | Uint8Array;
  /** Of the tensor that it was read from: what losses and metrics of tfjs broadcast by, and what a function of one's own is called with. */
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
}

/** Reads a tensor of targets. Class indices, which have an axis less than the predictions, get one column. */
export async function tableOf(tensor: Tensor, predictionRank: number): Promise<Table> {
  const columns = tensor.rank < predictionRank ? 1 : tensor.shape.at(-1)!;
  const rows = tensor.shape[0];
  return {
    rows,
    columns,
    positions: tensor.size / rows / columns,
    values: await tensor.data(),
    shape: tensor.shape,
    dtype: tensor.dtype as Table['dtype'],
  };
}

/**
 * Targets in the shape in which `fit` hands them to losses and metrics: those of rank 1 have become a column
 * (`ensureTensorsRank2OrHigher` of tfjs-layers/src/engine/training.ts). `fitDataset` hands them on as they are, so that
 * `[rows]` against predictions `[rows, 1]` broadcasts to every target against every prediction.
 */
export function asFitTakes(targets: Table): Table {
  return targets.shape.length === 1 ? { ...targets, shape: [targets.rows, 1] } : targets;
}
