import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../../src/backends/startBackend';
import { measureBatchNorm } from '../../../src/probes/batchNorm/measureBatchNorm';
import { measureModes } from '../../../src/probes/modes/measureModes';
import { forgotten } from '../../../src/training/forgotten';
import { recalibrateBatchNorm } from '../../../src/training/recalibrateBatchNorm';
import { train } from '../../../src/training/train';
import { networks, threeClasses, trainedNetwork, trappedModel } from '../../builders/networks';

beforeAll(() => startBackend());
afterEach(() => {
  for (const trained of forgotten()) trained.dispose();
});

describe('measureModes', () => {
  test('measures five rungs, the last of them what predict gives and evaluate says', async () => {
    const trained = await trappedModel(threeClasses([4]));
    const { ladder } = await measureModes(trained);
    expect(ladder.map(({ rung }) => rung)).toEqual([
      'fit-time',
      'training-mode',
      'dropout-off',
      'population-batchnorm',
      'inference-mode',
    ]);
    const evaluated = trained.model.evaluate(trained.data.xs, trained.data.ys) as tf.Scalar[];
    expect(ladder[4]!.metrics['loss']).toBeCloseTo(evaluated[0]!.dataSync()[0]!, 4);
    expect(ladder[4]!.metrics['accuracy']).toBeCloseTo(evaluated[1]!.dataSync()[0]!, 6);
  });

  test('gives each step as the change from the rung above', async () => {
    const { ladder } = await measureModes(await trappedModel(threeClasses([4])));
    expect(ladder[0]!.step).toBeUndefined();
    for (const [i, { step, metrics }] of ladder.slice(1).entries()) {
      for (const name of ['loss', 'accuracy'])
        expect(step![name]).toBe(metrics[name]! - ladder[i]!.metrics[name]!);
    }
  });

  test('gives the rung of population statistics what recalibration makes of predict', async () => {
    const trained = await trappedModel(threeClasses([4]));
    const before = await measureModes(trained);
    await recalibrateBatchNorm(trained);
    const after = await measureModes(trained);
    for (const name of ['loss', 'accuracy'])
      expect(after.ladder[4]!.metrics[name]).toBeCloseTo(before.ladder[3]!.metrics[name]!, 5);
  });

  test('is the same for the same seed, noise or not', async () => {
    const trained = await train(
      () =>
        tf.sequential({
          layers: [
            tf.layers.dropout({ rate: 0.5, inputShape: [4] }),
            tf.layers.batchNormalization({}),
            tf.layers.dense({ units: 3, activation: 'softmax' }),
          ],
        }),
      threeClasses([4]),
      { batchSize: 8, optimizer: 'adam', loss: 'categoricalCrossentropy' },
    );
    const first = await measureModes(trained, undefined, { seed: 3 });
    expect(await measureModes(trained, undefined, { seed: 3 })).toEqual(first);
    const other = await measureModes(trained, undefined, { seed: 4 });
    expect(other.ladder[1]!.metrics).not.toEqual(first.ladder[1]!.metrics);
    expect(first.ladder[1]!.spread['loss']).toBeGreaterThan(0);
  });

  test('takes the promise from fitTime or history, else from the recording, and refuses two', async () => {
    const trained = await trappedModel(threeClasses([4]));
    const promise = async (options: Parameters<typeof measureModes>[2]): Promise<unknown> =>
      (await measureModes(trained, undefined, options)).ladder[0]!.metrics;
    const history = { loss: [3, 2], acc: [0.1, 0.2], val_loss: [9, 9] };
    expect(await promise({ fitTime: { acc: 0.7 } })).toEqual({ accuracy: 0.7 });
    await expect(promise({ fitTime: { acc: 0.7 }, history })).rejects.toThrow('Next: leave one out');
    expect(await promise({ history })).toEqual({ accuracy: 0.2, loss: 2 });
    expect(await promise({ history: { history } })).toEqual({ accuracy: 0.2, loss: 2 });
    expect(await promise({})).toEqual(trained.recording.epochs.at(-1));
  });

  test('knows the rows of the fit in any order, other rows, and other weights', async () => {
    const rows = threeClasses([4], { rows: 12 });
    const trained = await trappedModel(rows, { updates: 3 });
    const order = tf.tensor1d([11, 3, 5, 0, 1, 2, 4, 6, 7, 8, 9, 10], 'int32');
    const shuffled = { xs: tf.gather(rows.xs, order), ys: tf.gather(rows.ys, order) };
    const sameness = async (data?: typeof shuffled): Promise<unknown> => {
      const { sameRows, sameWeights } = await measureModes(trained, data);
      return { sameRows, sameWeights };
    };
    expect(await sameness()).toEqual({ sameRows: true, sameWeights: true });
    expect(await sameness(shuffled)).toEqual({ sameRows: true, sameWeights: true });
    expect(await sameness({ xs: shuffled.xs, ys: rows.ys })).toEqual({ sameRows: false, sameWeights: true });
    await recalibrateBatchNorm(trained);
    expect(await sameness()).toEqual({ sameRows: true, sameWeights: true });
    trained.model.layers.at(-1)!.setWeights([tf.zeros([12, 3]), tf.zeros([3])]);
    expect(await sameness()).toEqual({ sameRows: true, sameWeights: false });
  });
});

describe('measureBatchNorm', () => {
  test('finds where each layer is, where it goes, and how many updates it has had', async () => {
    const rows = threeClasses([4], { rows: 48, centre: 50 });
    const trained = await trainedNetwork(networks['dense']!, rows, { epochs: 2, batchSize: 16 });
    const { layers, rows: count, batchSize, batchings } = await measureBatchNorm(trained);
    expect({ count, batchSize, batchings }).toEqual({ count: 48, batchSize: 16, batchings: 3 });
    expect(layers.map(({ path, updates, momentum }) => ({ path, updates, momentum }))).toEqual([
      { path: 'bn_1', updates: 6, momentum: 0.99 },
      { path: 'bn_2', updates: 6, momentum: 0.99 },
    ]);
    // The exact moments of what goes into the first layer.
    const input = trained.model.layers[0]!.apply(rows.xs) as tf.Tensor;
    const { mean, variance } = tf.moments(input, 0);
    mean.dataSync().forEach((value, c) => expect(layers[0]!.population.mean[c]! / value).toBeCloseTo(1, 4));
    variance
      .dataSync()
      .forEach((value, c) => expect(layers[0]!.population.variance[c]! / value).toBeCloseTo(1, 2));
  });

  test('takes where statistics go from training mode, and population statistics from inputs without noise', async () => {
    const [ones, rate] = [tf.ones([600, 2]).mul(3), 0.5];
    const trained = await train(
      () =>
        tf.sequential({
          layers: [
            tf.layers.dropout({ rate, inputShape: [2] }),
            tf.layers.batchNormalization({}),
            tf.layers.dense({ units: 1 }),
          ],
        }),
      { xs: ones, ys: tf.zeros([600, 1]) },
      { batchSize: 600, optimizer: 'sgd', loss: 'meanSquaredError' },
    );
    const { settled, population } = (await measureBatchNorm(trained)).layers[0]!;
    // Dropout gives 0 or 3 / (1 - rate): variance 3 ** 2 * rate / (1 - rate).
    for (const variance of settled.variance) expect(variance).toBeCloseTo(9, 0);
    expect(population).toEqual({ mean: Float64Array.of(3, 3), variance: Float64Array.of(0, 0) });
  });

  test('counts an update for every call of a layer that is used twice in a step', async () => {
    const trained = await train(
      () => {
        const shared = tf.layers.batchNormalization({ name: 'shared' });
        const input = tf.input({ shape: [4] });
        const twice = shared.apply(shared.apply(input)) as tf.SymbolicTensor;
        const outputs = tf.layers.dense({ units: 3, activation: 'softmax' }).apply(twice);
        return tf.model({ inputs: input, outputs: outputs as tf.SymbolicTensor });
      },
      threeClasses([4]),
      { epochs: 3, batchSize: 16, optimizer: 'sgd', loss: 'categoricalCrossentropy' },
    );
    const { layers } = await measureBatchNorm(trained);
    expect(trained.recording.updates).toBe(9);
    expect(layers[0]!.updates).toBe(18);
  });

  test('counts the decisions that population statistics would change', async () => {
    const trained = await trappedModel(threeClasses([4]));
    const { swapped, rows } = await measureBatchNorm(trained);
    const argMax = (): number[] =>
      Array.from((trained.model.predict(trained.data.xs) as tf.Tensor).argMax(1).dataSync());
    const before = argMax();
    await recalibrateBatchNorm(trained);
    const after = argMax();
    expect(swapped.flips).toBe(before.filter((column, row) => column !== after[row]).length);
    expect(swapped.flips).toBeGreaterThan(0);
    expect(swapped.flips).toBeLessThanOrEqual(rows);
    expect(swapped.largestChange).toBeGreaterThan(0.5);
  });
});
