import type { ModelCompileArgs, ModelFitArgs } from '@tensorflow/tfjs';
import type { OptionRule } from '../input/checkOptions';
import * as rules from '../input/rules';

/** Options of `train`: those of tfjs' `compile` and `fit`, and a seed. */
export interface TrainOptions
  extends
    Partial<Pick<ModelCompileArgs, 'optimizer' | 'loss' | 'metrics'>>,
    Pick<ModelFitArgs, 'classWeight' | 'validationData' | 'callbacks'> {
  /** Passes over the data. Default: 1. */
  readonly epochs?: number;
  /** Rows in a batch. Default: 32. A dataset has batches of its own: not to be given with one. */
  readonly batchSize?: number;
  /** New order of rows in every epoch. Default: true. A dataset has an order of its own: not to be given with one. */
  readonly shuffle?: boolean;
  /** Seed of everything random: the factory's initialisers, shuffling, dropout, noise. Default: 1. */
  readonly seed?: number;
  /**
   * Keep the trained model, and take it from there when the same training is asked for again: same model, start weights, numbers,
   * options, seed, engine and versions. What comes back is the same to the bit, optimizer included. Default: false.
   */
  readonly cache?: boolean;
}

export const trainRules: Readonly<Record<keyof TrainOptions, OptionRule>> = {
  optimizer: rules.anything,
  loss: rules.anything,
  metrics: rules.anything,
  classWeight: rules.object,
  validationData: rules.object,
  callbacks: rules.object,
  epochs: rules.positiveInteger,
  batchSize: rules.positiveInteger,
  shuffle: rules.boolean,
  seed: rules.seed,
  cache: rules.boolean,
};
