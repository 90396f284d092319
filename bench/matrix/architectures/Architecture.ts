import type { LayersModel } from '@tensorflow/tfjs';

/** How an input is drawn: numbers around a pattern of each class, or whole numbers below `vocabulary`. */
export interface InputKind {
  /** Shape of one row. */
  readonly shape: readonly number[];
  readonly vocabulary?: number;
}

/** What an output is trained to: one of three classes, one yes or no, or one number. */
export type Task = 'classes' | 'yes or no' | 'number';

/** A kind of network, built anew for every training. */
export interface Architecture {
  readonly inputs: readonly InputKind[];
  readonly outputs: readonly Task[];
  /** Of the output layers, in their order; only where there are several. */
  readonly outputNames?: readonly string[];
  /** Every BatchNorm layer in it has this momentum. Weights come from `Math.random`, which the training seeds. */
  readonly build: (momentum: number) => LayersModel;
}
