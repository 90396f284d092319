import * as tf from '@tensorflow/tfjs';
import { train } from '../../../src/training/train';
import type { TrainOptions } from '../../../src/training/TrainOptions';
import { architectures } from '../architectures';
import { classesOf, type Rows, shapeOf } from '../dataSets';
import { type Heads, withHeads } from '../heads';
import { freeze } from './batchNormIn';
import { fitAugmented } from './fitAugmented';
import type { Recipe } from './Recipe';
import type { Trained } from './Trained';
import { withMathRandom } from './withMathRandom';

/** The rate is no public field of an optimizer. `train` trains with a copy of the one that it is given. */
function setRate(model: tf.LayersModel, learningRate: number): void {
  Object.assign(model.optimizer, { learningRate });
}

/** With the product's own `train`; with somebody's own fit where batches are augmented. */
export async function trainedBy(
  architecture: string,
  data: string,
  rows: Rows,
  recipe: Recipe,
  seed: number,
): Promise<Trained> {
  const heads = withHeads(recipe.tasks, rows);
  const build = (): tf.LayersModel => {
    const { form, build: built } = architectures[architecture]!;
    const given = { ...recipe, shape: shapeOf(form, data), classes: classesOf(data) };
    const model = beforeLast(heads.on((recipe.build ?? built)(given)), recipe);
    return recipe.inputDropout === undefined && recipe.calledWith === undefined
      ? model
      : within(model, recipe);
  };
  const options: Settings = {
    loss: heads.losses,
    metrics: heads.metrics,
    optimizer: tf.train.adam(recipe.learningRate),
    batchSize: recipe.batchSize,
    epochs: recipe.epochs,
  };
  const { augmented, thenFrozen } = recipe;
  if (augmented !== undefined) {
    const model = withMathRandom(seed, build);
    const recording = await fitAugmented(model, { xs: rows.xs, ys: rows.ys }, augmented, options);
    return { model, recording, targets: heads.targets, build, dispose: () => model.dispose() };
  }
  const trained = await trainedSoFar(build, rows, heads, recipe, { ...options, seed });
  if (thenFrozen === undefined) return trained;
  freeze(trained.model);
  const settings = {
    ...options,
    optimizer: tf.train.adam(recipe.learningRate),
    seed,
    epochs: thenFrozen.epochs,
  };
  const { recording } = await train(
    trained.model,
    { xs: thenFrozen.to(rows.xs), ys: heads.targets },
    settings,
  );
  return { ...trained, recording };
}

type Settings = Required<Pick<TrainOptions, 'optimizer' | 'loss' | 'metrics' | 'epochs' | 'batchSize'>>;

async function trainedSoFar(
  build: () => tf.LayersModel,
  rows: Rows,
  { targets }: Heads,
  recipe: Recipe,
  options: Settings & { readonly seed: number },
): Promise<Trained> {
  const { epochs, batchSize, lastRate, shuffle } = recipe;
  const updates = epochs * Math.ceil(rows.xs.shape[0] / batchSize);
  let begun = 0;
  let made: tf.LayersModel;
  const trained = await train(
    () => {
      made = build();
      if (recipe.frozen) made.layers.find((layer) => layer.getWeights().length > 0)!.trainable = false;
      return made;
    },
    { xs: rows.xs, ys: targets },
    {
      ...options,
      shuffle,
      ...(recipe.weighted && { classWeight: { 0: 3, 1: 1, 2: 1, 3: 0.5 } }),
      callbacks: {
        onBatchBegin: async () => {
          begun += 1;
          if (recipe.resets) made.resetStates();
          if (begun === updates && lastRate !== undefined) setRate(made, lastRate);
        },
      },
    },
  );
  const { model, recording } = trained;
  return { model, recording, targets, build, dispose: () => trained.dispose() };
}

/** With the layer of a recipe that stands before the last. */
function beforeLast(model: tf.LayersModel, recipe: Recipe): tf.LayersModel {
  if (recipe.beforeLast === undefined) return model;
  const last = model.layers.at(-1)!;
  const passed = recipe.beforeLast().apply(last.input) as tf.SymbolicTensor;
  const { units, activation } = last.getConfig() as { units: number; activation: string };
  const outputs = tf.layers
    .dense({ units, activation: activation as 'softmax' })
    .apply(passed) as tf.SymbolicTensor;
  return tf.model({ inputs: model.inputs, outputs });
}

/** As a layer of another model, behind dropout or called with what the recipe says. */
function within(model: tf.LayersModel, { inputDropout: rate = 0, calledWith }: Recipe): tf.LayersModel {
  const input = tf.input({ shape: model.inputs[0]!.shape.slice(1) });
  const left = rate === 0 ? input : tf.layers.dropout({ rate }).apply(input);
  return tf.model({ inputs: input, outputs: model.apply(left, calledWith) as tf.SymbolicTensor });
}
