import type { Tensor } from '@tensorflow/tfjs';

/** Numbers in arrays of arrays; the lengths are the shape. */
export type NestedNumbers = readonly (number | boolean | NestedNumbers)[];

/** A typed array (of any realm) or a flat list, with the shape that its numbers have. */
export interface ShapedValues {
  readonly values: ArrayLike<number>;
  readonly shape: readonly number[];
}

/** What one input or one output of a model is given: one row per example along the first axis. */
export type Values = Tensor | ShapedValues | NestedNumbers;

/** All inputs, or all outputs: the one there is, or several in the order of the model or by name. */
export type Side = Values | readonly Values[] | Readonly<Record<string, Values>>;

/** Rows that are held in memory. */
export interface HeldData {
  /** Inputs, one row each along the first axis. */
  readonly xs: Side;
  /** Targets, one row each along the first axis. */
  readonly ys: Side;
}

/** The plain case of held data: one input, one output, both tensors. */
export interface TensorData {
  readonly xs: Tensor;
  readonly ys: Tensor;
}

/** A `tf.data` dataset of batches `{ xs, ys }`, or anything that can be iterated as often and in the same way. */
export interface BatchDataset {
  iterator(): Promise<{ next(): Promise<{ readonly done?: boolean; readonly value: unknown }> }>;
  /** Number of batches, where it is known; Infinity for one that repeats for ever. */
  readonly size?: number | null;
}

/** A function that starts over each time it is called, and gives one batch after the other. */
export type BatchGenerator = () => Iterable<HeldData> | AsyncIterable<HeldData>;

/**
 * What users pass as data. Datasets and generators are streamed: one batch is in memory at a time, its tensors are
 * disposed after use as `fitDataset` does, and the batches are those of the fit.
 */
export type Data = HeldData | BatchDataset | BatchGenerator;
