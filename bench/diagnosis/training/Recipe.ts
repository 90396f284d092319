import type * as tf from '@tensorflow/tfjs';
import type { Build } from '../architectures/Architecture';
import type { Task } from '../heads';

/** How a model is trained. */
export interface Recipe {
  readonly momentum: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly learningRate: number;
  readonly shuffle: boolean;
  readonly dropout: number;
  readonly l2: number;
  readonly weighted: boolean;
  /** Whether the first layer with weights stands still. */
  readonly frozen: boolean;
  /** Learning rate of the very last update. */
  readonly lastRate?: number;
  /** What is trained, an output each. */
  readonly tasks: readonly Task[];
  readonly build?: (build: Build) => tf.LayersModel;
  /** A layer that stands before the last. */
  readonly beforeLast?: () => tf.layers.Layer;
  /** What `fit` sees of each batch in place of its inputs. */
  readonly augmented?: (xs: tf.Tensor, seed: number) => tf.Tensor;
  /** The share of the inputs that a layer before all others sets to 0 in training. */
  readonly inputDropout?: number;
  /** Whether states of recurrent layers are reset before every batch of the fit. */
  readonly resets?: boolean;
  /** What the network is applied with, as a layer of another. */
  readonly calledWith?: { readonly training: boolean };
  /** Trained on with frozen BatchNorm layers, on other inputs. */
  readonly thenFrozen?: { readonly epochs: number; readonly to: (xs: tf.Tensor) => tf.Tensor };
}

export const soundRecipe: Recipe = {
  momentum: 0.8,
  batchSize: 16,
  epochs: 25,
  learningRate: 0.01,
  shuffle: true,
  dropout: 0,
  l2: 0,
  weighted: false,
  frozen: false,
  tasks: ['class'],
};
