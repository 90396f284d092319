import * as tf from '@tensorflow/tfjs';
import type { Recording } from '../../src/probes/recording/Recording';
import { seededRandom } from '../../src/numeric/seededRandom';
import { train } from '../../src/training/train';
import { architectures } from './architectures';
import type { Build } from './architectures/Architecture';
import { type Task, withHeads } from './heads';
import { classesOf, type Rows, shapeOf } from './dataSets';

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

export interface Trained {
  readonly model: tf.LayersModel;
  readonly recording: Recording;
  /** What it was fitted to. */
  readonly targets: tf.Tensor | tf.Tensor[];
  readonly build: () => tf.LayersModel;
  readonly dispose: () => void;
}

/** The rate is no public field of an optimizer. `train` trains with a copy of the one that it is given. */
function setRate(model: tf.LayersModel, learningRate: number): void {
  Object.assign(model.optimizer, { learningRate });
}

/** With the product's own `train`. */
export async function trainedBy(
  architecture: string,
  data: string,
  rows: Rows,
  recipe: Recipe,
  seed: number,
): Promise<Trained> {
  const { form, build: built } = architectures[architecture]!;
  const { momentum, dropout, l2, batchSize, epochs, shuffle, tasks } = recipe;
  const given: Build = {
    shape: shapeOf(form, data),
    classes: classesOf(data),
    momentum,
    dropout,
    l2,
  };
  const heads = withHeads(tasks, rows);
  const build = (): tf.LayersModel => heads.on((recipe.build ?? built)(given));
  const optimizer = tf.train.adam(recipe.learningRate);
  const updates = epochs * Math.ceil(rows.xs.shape[0] / batchSize);
  let begun = 0;
  let made: tf.LayersModel;
  const trained = await train(
    () => {
      made = build();
      if (recipe.frozen) made.layers.find((layer) => layer.getWeights().length > 0)!.trainable = false;
      return made;
    },
    { xs: rows.xs, ys: heads.targets },
    {
      loss: heads.losses,
      metrics: heads.metrics,
      optimizer,
      batchSize,
      epochs,
      shuffle,
      seed,
      ...(recipe.weighted && { classWeight: { 0: 3, 1: 1, 2: 1, 3: 0.5 } }),
      callbacks: {
        onBatchBegin: async () => {
          begun += 1;
          if (begun === updates && recipe.lastRate !== undefined) setRate(made, recipe.lastRate);
        },
      },
    },
  );
  const { model, recording } = trained;
  return { model, recording, targets: heads.targets, build, dispose: () => trained.dispose() };
}

/** A model of the same architecture that nobody has trained. Its weights are always the same. */
export function freshLike({ build }: Trained): tf.LayersModel {
  const { random } = Math;
  Math.random = seededRandom(2);
  try {
    return build();
  } finally {
    Math.random = random;
  }
}

interface Weight {
  readonly shape: readonly (number | null)[];
  write(value: tf.Tensor): void;
}
interface BatchNorm {
  readonly movingMean: Weight;
  readonly movingVariance: Weight;
}

/** BatchNorm layers, those of nested models too; found in the bench's own way. */
export function batchNormIn(model: tf.LayersModel): readonly BatchNorm[] {
  return model.layers.flatMap((layer) => {
    if (layer.getClassName() === 'BatchNormalization') return [layer as unknown as BatchNorm];
    return 'layers' in layer ? batchNormIn(layer as unknown as tf.LayersModel) : [];
  });
}
