import type { Tensor } from '@tensorflow/tfjs';

/** Rows that were checked: as many of `xs` as of `ys`, at least one, every number finite, shapes that fit the model. */
export interface Rows {
  readonly count: number;
  /** `[count, ...]`; belongs to the caller. */
  readonly xs: Tensor;
  /** `[count, ...]`; belongs to the caller. */
  readonly ys: Tensor;
}

/** What users pass as data. */
export interface Data {
  /** Inputs, one row each along the first axis. */
  readonly xs: Tensor;
  /** Targets, one row each along the first axis. */
  readonly ys: Tensor;
}
