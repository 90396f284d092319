import type { LayersModel } from '@tensorflow/tfjs';
import type { Form } from '../dataSets';

/** Weights are drawn by `Math.random`, which the training seeds. */
export interface Build {
  readonly shape: readonly number[];
  readonly classes: number;
  readonly momentum: number;
  /** Rate before the last layer. */
  readonly dropout: number;
  /** Of the last layer's kernel. */
  readonly l2: number;
}

export interface Architecture {
  readonly form: Form;
  readonly data: readonly string[];
  readonly build: (build: Build) => LayersModel;
}
