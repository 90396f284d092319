import type { Tensor } from '@tensorflow/tfjs';

/** Rows in an order, in batches of a size. */
export interface Batching {
  readonly order: Int32Array;
  readonly batchSize: number;
}

/** Some rows: tensors in the order of the model's inputs and outputs. */
export interface Batch {
  /** Where the rows are in the data, counted from 0. */
  readonly rows: Int32Array;
  readonly xs: readonly Tensor[];
  /** Empty where only inputs were asked for. */
  readonly ys: readonly Tensor[];
}

/**
 * Rows that were checked: as many of every input as of every output, at least one, every number finite, shapes that fit
 * the model. Streamed rows are checked while they pass; their number is known after the first pass.
 */
export interface Rows {
  /** Whether the rows come in batches and in an order of their own, which a batching does not change. */
  readonly streamed: boolean;
  readonly count: number;
  /** Rows in the largest batch of a stream; undefined for rows in memory. */
  readonly largestBatch: number | undefined;
  /** Gives all rows to `use`, batch by batch; the tensors of a batch live until `use` is done with it. */
  each(batching: Batching, use: (batch: Batch) => Promise<void>): Promise<void>;
  /** Frees the tensors that were made of the caller's arrays; those of the caller stay. */
  dispose(): void;
}

/** The rows in the order in which they are given. */
export function inOrder(rows: Rows, batchSize: number): Batching {
  const count = rows.streamed ? 0 : rows.count;
  return { order: Int32Array.from({ length: count }, (_, row) => row), batchSize };
}
