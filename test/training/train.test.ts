import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../src/backends/startBackend';
import { diagnose } from '../../src/diagnosis/diagnose';
import { forgotten } from '../../src/training/forgotten';
import { train } from '../../src/training/train';
import type { TrainOptions } from '../../src/training/TrainOptions';
import { bitsOf } from '../builders/expectUntouched';
import { FailingLayer } from '../builders/FailingLayer';
import { threeClasses } from '../builders/networks';
import { testOffGpu } from '../builders/onWasm';

beforeAll(() => startBackend());
afterEach(() => {
  for (const trained of forgotten()) trained.dispose();
});

const data = (): ReturnType<typeof threeClasses> => threeClasses([4], { rows: 20 });

/** Everything random that a training can have: initialisers without a seed, shuffling, dropout, noise. */
const randomEverywhere = (): tf.Sequential =>
  tf.sequential({
    layers: [
      tf.layers.dense({ units: 6, inputShape: [4], kernelInitializer: 'heNormal' }),
      tf.layers.gaussianNoise({ stddev: 0.2 }),
      tf.layers.batchNormalization({ name: 'norm' }),
      tf.layers.alphaDropout({ rate: 0.1 }),
      tf.layers.dropout({ rate: 0.3 }),
      tf.layers.dense({ units: 3, activation: 'softmax', kernelInitializer: 'randomUniform' }),
    ],
  });

const options = {
  epochs: 3,
  batchSize: 7,
  optimizer: 'adam',
  loss: 'categoricalCrossentropy',
  metrics: ['accuracy'],
} satisfies TrainOptions;

/** Weights by their place: names count on over a process. */
async function weightBits(model: tf.LayersModel): Promise<number[]> {
  const bits: number[] = [];
  for (const weight of model.getWeights())
    bits.push(...new Uint32Array((await weight.data()).slice().buffer));
  return bits;
}

describe('train', () => {
  test('gives the same weights to the bit for the same seed, and others for another', async () => {
    const rows = data();
    const first = await train(randomEverywhere, rows, { ...options, seed: 7 });
    Math.random();
    const again = await train(randomEverywhere, rows, { ...options, seed: 7 });
    const other = await train(randomEverywhere, rows, { ...options, seed: 8 });
    expect(await weightBits(again.model)).toEqual(await weightBits(first.model));
    expect(await weightBits(other.model)).not.toEqual(await weightBits(first.model));
    expect(again.recording).toEqual(first.recording);
  });

  test('takes seed 1 where none is given', async () => {
    const rows = data();
    const first = await train(randomEverywhere, rows, options);
    const again = await train(randomEverywhere, rows, { ...options, seed: 1 });
    expect(await weightBits(again.model)).toEqual(await weightBits(first.model));
    expect(first.recording.seed).toBe(1);
  });

  test('gives two trainings that start at once the weights that each has alone', async () => {
    const rows = data();
    const alone = [
      await train(randomEverywhere, rows, { ...options, seed: 3 }),
      await train(randomEverywhere, rows, { ...options, seed: 4 }),
    ];
    const together = await Promise.all([
      train(randomEverywhere, rows, { ...options, seed: 3 }),
      train(randomEverywhere, rows, { ...options, seed: 4 }),
    ]);
    for (const [i, { model }] of together.entries())
      expect(await weightBits(model)).toEqual(await weightBits(alone[i]!.model));
  });

  test('leaves Math.random as it found it, also when the factory or the fit throws', async () => {
    const { random } = Math;
    const rows = data();
    await train(randomEverywhere, rows, options);
    expect(Math.random).toBe(random);
    const throwing = train(() => {
      throw new Error('no weights file');
    }, rows);
    await expect(throwing).rejects.toThrow('no weights file');
    expect(Math.random).toBe(random);
    const failing = train(() => failingAt(2), rows, options);
    await expect(failing).rejects.toThrow('the fuse has burnt down');
    expect(Math.random).toBe(random);
  });

  test('frees what it made, and nothing of the data, by dispose; twice is harmless', async () => {
    const rows = data();
    const before = tf.memory().numTensors;
    const trained = await train(randomEverywhere, rows, options);
    expect(tf.memory().numTensors).toBeGreaterThan(before);
    trained.dispose();
    expect(tf.memory().numTensors).toBe(before);
    trained.dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect([rows.xs.isDisposed, rows.ys.isDisposed]).toEqual([false, false]);
  });

  test('frees the models nested in what the factory made, and keeps one that was there before', async () => {
    const rows = data();
    const base = tf.sequential({ layers: [tf.layers.dense({ units: 5, inputShape: [4] })] });
    const before = tf.memory().numTensors;
    const trained = await train(
      () =>
        tf.sequential({
          layers: [
            base,
            tf.sequential({ layers: [tf.layers.batchNormalization({ inputShape: [5] })] }),
            tf.layers.dense({ units: 3, activation: 'softmax' }),
          ],
        }),
      rows,
      options,
    );
    trained.dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect(() => tf.dispose(base.predict(rows.xs))).not.toThrow();
  });

  test('leaves nothing behind when the factory, the compile or the fit fails', async () => {
    const rows = data();
    const before = tf.memory().numTensors;
    const halfBuilt = train(() => {
      randomEverywhere();
      throw new Error('half way');
    }, rows);
    await expect(halfBuilt).rejects.toThrow('half way');
    expect(tf.memory().numTensors).toBe(before);
    await expect(train(randomEverywhere, rows, { epochs: 1 })).rejects.toThrow(/`optimizer` is missing/);
    expect(tf.memory().numTensors).toBe(before);
    await expect(train(() => failingAt(2), rows, options)).rejects.toThrow('the fuse has burnt down');
    // What tfjs' fit itself forgets when it throws: the order of the rows, and two scalars of the batch before; on other engines than
    // WASM, whose kernels come with a remedy, also what was kept for the backward pass.
    expect(tf.memory().numTensors).toBe(before + (tf.getBackend() === 'wasm' ? 3 : 7));
  });

  test('remembers what nobody has disposed yet', async () => {
    const rows = data();
    const before = tf.memory().numTensors;
    const trained = await train(randomEverywhere, rows, options);
    expect(forgotten()).toContain(trained);
    for (const each of forgotten()) each.dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect(forgotten().size).toBe(0);
  });

  test('trains a model that is passed in on from its weights, in place, and never frees it', async () => {
    const rows = data();
    const model = randomEverywhere();
    model.compile({ optimizer: tf.train.sgd(0), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
    const { optimizer } = model;
    const kernel = await weightBits(model);
    const trained = await train(model, rows, { epochs: 2, batchSize: 20 });
    expect(trained.model).toBe(model);
    expect(model.optimizer).toBe(optimizer);
    // A learning rate of 0: only the moving statistics move.
    expect((await weightBits(model)).slice(0, 4 * 6)).toEqual(kernel.slice(0, 4 * 6));
    expect(trained.recording.updates).toBe(2);
    expect(forgotten().size).toBe(0);
    trained.dispose();
    expect(() => tf.dispose(model.predict(rows.xs))).not.toThrow();
  });

  test('takes the start values of a model that is passed in as it finds them', async () => {
    const rows = data();
    const model = randomEverywhere();
    const first = await train(model, rows, { ...options, batchSize: 20, epochs: 1 });
    const second = await train(model, rows, { epochs: 1, batchSize: 20 });
    expect(Object.values(first.recording.batchNormStart)).toEqual([{ mean: 0, variance: 1 }]);
    const { mean } = Object.values(second.recording.batchNormStart)[0]!;
    expect(mean).toHaveLength(6);
  });

  test('replaces the part of the compile that is given and keeps the rest', async () => {
    const rows = data();
    const model = randomEverywhere();
    model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
    const trained = await train(model, rows, { optimizer: tf.train.sgd(0.5) });
    expect(model.loss).toBe('categoricalCrossentropy');
    expect(Object.keys(trained.recording.epochs[0]!)).toEqual(['loss', 'accuracy']);
    expect(model.optimizer.getConfig()['learningRate']).toBe(0.5);
  });

  test('calls the callbacks that it is given, a tf.Callback or plain, alone or in a list', async () => {
    const rows = data();
    const seen: string[] = [];
    const plain = { onEpochEnd: async (epoch: number) => void seen.push(`plain ${epoch}`) };
    const instance = new tf.CustomCallback({ onTrainEnd: async () => void seen.push('instance') });
    await train(randomEverywhere, rows, { ...options, epochs: 1, callbacks: plain });
    await train(randomEverywhere, rows, { ...options, epochs: 1, callbacks: [instance] });
    const stopped = await train(randomEverywhere, rows, {
      ...options,
      epochs: 9,
      callbacks: tf.callbacks.earlyStopping({ monitor: 'loss', patience: 0, minDelta: 100 }),
    });
    expect(seen).toEqual(['plain 0', 'instance']);
    expect(stopped.recording.epochs.length).toBeLessThan(9);
    expect(stopped.recording.updates).toBe(3 * stopped.recording.epochs.length);
  });

  test('promises a class-weighted loss as fit does: a healthy model is no gap', async () => {
    const rows = data();
    const trained = await train(
      () =>
        tf.sequential({
          layers: [tf.layers.dense({ units: 3, inputShape: [4], activation: 'softmax' })],
        }),
      rows,
      {
        ...options,
        optimizer: tf.train.sgd(0),
        epochs: 1,
        batchSize: 20,
        classWeight: { 0: 9, 1: 0.1, 2: 4 },
      },
    );
    const { consistent, ladder, causes } = await diagnose(trained);
    const losses = ladder.map(({ metrics }) => metrics['loss']!);
    expect(losses[4]).toBeCloseTo(losses[0]!, 4);
    expect(consistent).toBe(true);
    expect(causes.map(({ id, share }) => [id, share])).toEqual([['weighted-loss', 0]]);
  });

  test('takes regulariser penalties out of the loss that it promises', async () => {
    const rows = data();
    const trained = await train(
      () =>
        tf.sequential({
          layers: [
            tf.layers.dense({
              units: 3,
              inputShape: [4],
              activation: 'softmax',
              kernelRegularizer: tf.regularizers.l1l2({ l1: 0.3, l2: 0.7 }),
            }),
          ],
        }),
      rows,
      { ...options, optimizer: tf.train.sgd(0), epochs: 1, batchSize: 7 },
    );
    expect(trained.recording.penalty).toBeGreaterThan(0.5);
    const losses = (await diagnose(trained)).ladder.map(({ metrics }) => metrics['loss']!);
    expect(losses[0]).toBeCloseTo(losses[4]!, 4);
  });

  test('says in words of its own what TensorFlow.js says of frozen models, class weights and embeddings', async () => {
    const rows = data();
    const words = tf.sequential({
      layers: [
        tf.layers.embedding({ name: 'words', inputDim: 3, outputDim: 2, inputLength: 4 }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 3, activation: 'softmax' }),
      ],
    });
    const frozen = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4] })] });
    frozen.layers[0]!.trainable = false;
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4] })] });
    const sevens = { xs: tf.fill(rows.xs.shape, 7), ys: rows.ys };
    for (const [subject, given, more, said] of [
      [frozen, rows, {}, 'The model given to train is one in which every layer is frozen.'],
      [model, rows, { classWeight: { 0: 1, 1: 2 } }, 'is one without class 2, which the targets hold.'],
      [
        words,
        sevens,
        {},
        'a tensor with 7 in row 0, which the layer words looks up.\n  Allowed: whole numbers from 0 to 2.\n  Next: give words an inputDim above',
      ],
    ] as const)
      await expect(train(subject, given, { ...options, ...more })).rejects.toThrow(said);
    const measured = diagnose(words, sevens, {
      fitTime: { loss: 1 },
      batchSize: 5,
      loss: 'categoricalCrossentropy',
    });
    await expect(measured).rejects.toThrow('a tensor with 7 in row 0, which the layer words looks up');
  });

  testOffGpu(
    'says in words of its own where numbers are looked up behind another layer, on engines that notice (a GPU takes zeros)',
    async () => {
      const model = tf.sequential({
        layers: [
          tf.layers.flatten({ inputShape: [2, 2] }),
          tf.layers.embedding({ inputDim: 3, outputDim: 2 }),
          tf.layers.flatten(),
          tf.layers.dense({ units: 3 }),
        ],
      });
      const sevens = { xs: tf.fill([5, 2, 2], 7), ys: tf.zeros([5, 3]) };
      const judged = { batchSize: 5, loss: 'categoricalCrossentropy' };
      await expect(train(model, sevens, options)).rejects.toThrow(
        'A number in the inputs given to train is 7, where a layer that looks numbers up (an Embedding, as a rule) knows 0 to 2 only.',
      );
      await expect(diagnose(model, sevens, { ...judged, fitTime: { loss: 1 } })).rejects.toThrow(
        'A number in the inputs given to a measurement is 7',
      );
    },
  );

  test('refuses a BatchNorm layer that TensorFlow.js cannot train, by its name, and changes nothing', async () => {
    const rows = data();
    for (const [config, said] of [
      [{ scale: false }, 'scale: false'],
      [{ center: false }, 'center: false'],
    ] as const) {
      const model = tf.sequential({
        layers: [
          tf.layers.batchNormalization({ inputShape: [4], name: 'untrainable', ...config }),
          tf.layers.dense({ units: 3 }),
        ],
      });
      const before = await bitsOf(model);
      await expect(train(model, rows, options)).rejects.toThrow(
        new TypeError(
          `The BatchNorm layer untrainable of the model given to train is built with ${said}, which TensorFlow.js cannot train (tfjs #2868).\n` +
            '  Allowed: scale and center both true.\n' +
            '  Next: leave scale and center at their default.',
        ),
      );
      expect(await bitsOf(model)).toEqual(before);
      model.dispose();
    }
  });
});

/** A model whose layer in the middle throws on a call during fit. */
function failingAt(calls: number): tf.LayersModel {
  const fuse = new FailingLayer();
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 3, inputShape: [4] }),
      fuse,
      tf.layers.activation({ activation: 'softmax' }),
    ],
  });
  fuse.lightFuse(calls);
  return model;
}
