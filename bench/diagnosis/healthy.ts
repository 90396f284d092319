import type { Rows } from './dataSets';
import type { Recipe } from './training/Recipe';
import * as tf from '@tensorflow/tfjs';
import { architectures } from './architectures';
import { takesNumbers, withRandomLabels } from './faults/rows';
import { last, norm, sequence } from './architectures/blocks';

/** A model that is not at fault, however it looks. */
export interface Healthy {
  readonly fits?: (architecture: string, data: string) => boolean;
  readonly recipe?: Partial<Recipe>;
  readonly fitted?: (rows: Rows, seed: number) => Rows;
}

export const healthy: Readonly<Record<string, Healthy>> = {
  plain: {},
  'dropout 0.7': { recipe: { dropout: 0.7 } },
  'momentum 0.99 with enough updates': { recipe: { momentum: 0.99, epochs: 70, learningRate: 0.002 } },
  'batches of two': { recipe: { batchSize: 2, momentum: 0.95, epochs: 6, learningRate: 0.003 } },
  regularised: { recipe: { l2: 0.05 } },
  'class weights': { recipe: { weighted: true } },
  'early stopped': { recipe: { epochs: 4, momentum: 0.6 } },
  'one epoch': { recipe: { epochs: 1, momentum: 0.3, learningRate: 0.001 } },
  'trained to 1': { recipe: { epochs: 60, momentum: 0.9 } },
  'random labels': {
    recipe: { epochs: 40 },
    fitted: withRandomLabels,
  },
  'unnormalised inputs': {
    fits: takesNumbers,
    recipe: { momentum: 0.9, epochs: 40, learningRate: 0.003 },
    fitted: ({ xs, ys, classes }) => ({ xs: tf.add(tf.mul(xs, 50), 100), ys, classes }),
  },
  'momentum 0.999 with enough updates': {
    fits: (architecture) => ['dense', 'deep', 'gated'].includes(architecture),
    recipe: { momentum: 0.999, batchSize: 2, epochs: 90, learningRate: 0.0003 },
  },
  'several outputs': { recipe: { tasks: ['class', 'number'], epochs: 40 } },
  regression: { recipe: { tasks: ['number'], epochs: 40 } },
  'masked sequences': {
    fits: (architecture) => architectures[architecture]!.form === 'words',
    recipe: {
      epochs: 20,
      build: (build) =>
        sequence(build.shape, [
          tf.layers.embedding({ inputDim: 12, outputDim: 6, inputLength: 12, maskZero: true }),
          tf.layers.simpleRNN({ units: 8 }),
          norm(build.momentum),
          ...last(build),
        ]),
    },
  },
  'sparse units': {
    fits: takesNumbers,
    recipe: {
      batchSize: 40,
      epochs: 60,
      build: (build) =>
        sequence(build.shape, [
          ...(build.shape.length > 1 ? [tf.layers.flatten()] : []),
          ...[48, 32].flatMap((units) => [
            tf.layers.dense({
              units,
              activation: 'relu',
              biasInitializer: tf.initializers.constant({ value: -0.5 }),
            }),
            norm(build.momentum),
          ]),
          ...last(build),
        ]),
    },
  },
  'a frozen layer': { recipe: { frozen: true } },
};
