import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../src/backends/startBackend';
import { matchers } from '../../src/matchers';
import { measureBatchNorm } from '../../src/probes/batchNorm/measureBatchNorm';
import { measureModes } from '../../src/probes/modes/measureModes';
import { recalibrateBatchNorm } from '../../src/training/recalibrateBatchNorm';
import { train } from '../../src/training/train';
import { classes } from '../builders/kinds';
import { testOnWasm } from '../builders/onWasm';

expect.extend(matchers);
beforeAll(() => startBackend());

type Args = Parameters<typeof tf.layers.batchNormalization>[0];

const loss = 'categoricalCrossentropy';
let model: tf.LayersModel | undefined;
afterEach(() => {
  model?.dispose();
  model = undefined;
});

/** BatchNorm first, so that what goes into it is the data, and a dense layer on all of it. */
function normalising(inputShape: readonly number[], args: Args): tf.LayersModel {
  const bn = tf.layers.batchNormalization({ ...args, name: 'bn', inputShape: [...inputShape] });
  const flat = inputShape.length > 1 ? [tf.layers.flatten()] : [];
  return tf.sequential({ layers: [bn, ...flat, tf.layers.dense({ units: 3, activation: 'softmax' })] });
}

describe('BatchNorm without scale or centre, which TensorFlow.js cannot train', () => {
  test.each<Args>([{ scale: false }, { center: false }, { scale: false, center: false }])(
    'is judged all the same: %j',
    async (args) => {
      const built = (model = normalising([4], args));
      const { xs, ys } = classes(60, [4]);
      const batches = { batchSize: 60 };
      await expect(built).not.toHaveConvergedBatchNormStats({ xs, ys }, batches);
      await recalibrateBatchNorm(built, xs, batches);
      await expect(built).toHaveConvergedBatchNormStats({ xs, ys }, batches);

      // What the repaired model decides is the promise; with a wrong variance it decides the same and is less sure.
      const decided = tf.tidy(() => tf.oneHot(tf.argMax(built.predict(xs) as tf.Tensor, 1), 3).toFloat());
      const data = { xs, ys: decided };
      const { ladder } = await measureModes(built, data, { ...batches, loss, fitTime: { loss: 0 } });
      const promise = { ...batches, loss, fitTime: { acc: 1, loss: ladder.at(-1)!.metrics['loss']! } };
      await expect(built).toPredictConsistentlyWithTraining(data, promise);
      const { movingVariance } = built.getLayer('bn') as unknown as { movingVariance: tf.LayerVariable };
      movingVariance.write(tf.fill([4], 1e4));
      await expect(built).not.toPredictConsistentlyWithTraining(data, promise);
      await expect(built).not.toHaveConvergedBatchNormStats(data, batches);
    },
  );
});

describe('BatchNorm over an axis that is not the last', () => {
  test.each<[readonly number[], number | readonly number[]]>([
    [[3, 5], 1],
    [[3, 5], [1]],
    [[2, 4, 3], 1],
    [[2, 4, 3], -2],
    [[2, 4, 3], [3]],
  ])('is judged by its statistics: inputs %j, axis %j', async (shape, axis) => {
    const bn = tf.layers.batchNormalization({ axis: axis as number, inputShape: [...shape] });
    model = tf.sequential({ layers: [bn, tf.layers.flatten(), tf.layers.dense({ units: 3 })] });
    const data = classes(30, shape);
    const batches = { batchSize: 30 };
    await expect(model).not.toHaveConvergedBatchNormStats(data, batches);
    const { layers } = await measureBatchNorm(model, data, batches);
    const kept = [axis].flat()[0]!;
    const at = kept < 0 ? kept + shape.length + 1 : kept;
    const others = [0, ...shape.map((_, i) => i + 1)].filter((i) => i !== at);
    const { mean, variance } = tf.moments(data.xs, others);
    mean.dataSync().forEach((value, c) => expect(layers[0]!.population.mean[c]).toBeCloseTo(value, 3));
    variance
      .dataSync()
      .forEach((value, c) => expect(layers[0]!.population.variance[c]).toBeCloseTo(value, 2));
    await recalibrateBatchNorm(model, data, batches);
    await expect(model).toHaveConvergedBatchNormStats(data, batches);
  });

  testOnWasm('is refused where predictions count, since the WASM engine predicts it wrongly', async () => {
    model = tf.sequential({
      layers: [
        tf.layers.batchNormalization({ name: 'inner', axis: 1, inputShape: [3, 5] }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 3, activation: 'softmax' }),
      ],
    });
    const judged = expect(model).toPredictConsistentlyWithTraining(classes(6, [3, 5]), {
      batchSize: 6,
      loss,
      fitTime: { acc: 1 },
    });
    await expect(judged).rejects.toThrow(/inner: BatchNorm over an axis that is not the last/);
  });
});

describe('momentum at its ends', () => {
  const fit = { optimizer: tf.train.adam(0.02), loss, metrics: ['accuracy'], seed: 3 };

  test('1 never moves: red, and the advice is to lower it', async () => {
    const trained = await train(() => normalising([4], { momentum: 1 }), classes(30, [4]), {
      ...fit,
      epochs: 30,
      batchSize: 10,
    });
    await expect(expect(trained).toHaveConvergedBatchNormStats()).rejects.toThrow('set momentum below 1');
    await expect(expect(trained).toPredictConsistentlyWithTraining()).rejects.toThrow('have not converged');
    trained.dispose();
  });

  test('0 is the last batch: green where all batches are alike', async () => {
    const trained = await train(() => normalising([4], { momentum: 0 }), classes(60, [4]), {
      ...fit,
      epochs: 20,
      batchSize: 30,
    });
    await expect(trained).toHaveConvergedBatchNormStats();
    await expect(trained).toPredictConsistentlyWithTraining();
    trained.dispose();
  });
});

test('batches of one row, whose variance is 0: both matchers are red, whatever the accuracy does', async () => {
  const network = (): tf.LayersModel =>
    tf.sequential({
      layers: [
        tf.layers.dense({ units: 16, inputShape: [4], activation: 'relu' }),
        tf.layers.batchNormalization({ momentum: 0.9 }),
        tf.layers.dense({ units: 3, activation: 'softmax' }),
      ],
    });
  const options = { optimizer: 'adam' as const, loss, metrics: ['accuracy'], epochs: 5, batchSize: 1 };
  const trained = await train(network, classes(60, [4]), options);
  await expect(trained).not.toPredictConsistentlyWithTraining();
  await expect(trained).not.toHaveConvergedBatchNormStats();
  trained.dispose();
});
