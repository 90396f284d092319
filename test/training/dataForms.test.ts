import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../src/backends/startBackend';
import { diagnose } from '../../src/diagnosis/diagnose';
import type { Data, HeldData } from '../../src/input/Data';
import { matchers } from '../../src/matchers';
import { recordTraining } from '../../src/probes/recording/recordTraining';
import { measureBatchNorm } from '../../src/probes/batchNorm/measureBatchNorm';
import { recalibrateBatchNorm } from '../../src/training/recalibrateBatchNorm';
import { train } from '../../src/training/train';
import { bitsOf } from '../builders/expectUntouched';
import { classes, kinds } from '../builders/kinds';

expect.extend(matchers);
beforeAll(() => startBackend());

const compile = { optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] };
const build = (): tf.LayersModel => kinds['Sequential']!.build(0.8);
const numbers = async (tensor: tf.Tensor): Promise<number[][]> => (await tensor.array()) as number[][];

let rows: { xs: tf.Tensor; ys: tf.Tensor };
beforeAll(() => {
  rows = classes(21, [4]);
});
const trained: { dispose(): void }[] = [];
afterEach(() => {
  for (const each of trained.splice(0)) each.dispose();
});

/** The weights after three epochs on some data, by place. */
async function weightsAfter(
  data: Data,
  options: { batchSize?: number; shuffle?: boolean } = {},
): Promise<unknown> {
  const { model, dispose } = await train(build, data, { ...compile, epochs: 3, seed: 5, ...options });
  const bits = Object.values(await bitsOf(model));
  dispose();
  return bits;
}

describe('train gives the same weights to the bit', () => {
  test('for tensors, typed arrays, nested numbers and names', async () => {
    const { xs, ys } = rows;
    const expected = await weightsAfter(rows, { batchSize: 5 });
    const typed = {
      xs: { values: await xs.data(), shape: xs.shape },
      ys: { values: await ys.data(), shape: ys.shape },
    };
    expect(await weightsAfter(typed, { batchSize: 5 })).toEqual(expected);
    expect(await weightsAfter({ xs: await numbers(xs), ys: [ys] }, { batchSize: 5 })).toEqual(expected);
    expect(await weightsAfter({ xs, ys: { classes: ys } }, { batchSize: 5 })).toEqual(expected);
  });

  test('for targets of one axis, in memory and streamed, where tfjs would stream them wrongly', async () => {
    const regress = (): tf.LayersModel =>
      tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [4], kernelInitializer: 'zeros' })] });
    const targets = tf.tidy(() => tf.mean(rows.xs, 1));
    const kernelAfter = async (data: Data, options = {}): Promise<unknown> => {
      const { model, dispose } = await train(regress, data, {
        optimizer: 'sgd',
        loss: 'meanSquaredError',
        ...options,
      });
      const kernel = await model.getWeights()[0]!.array();
      dispose();
      return kernel;
    };
    const column = { xs: rows.xs, ys: tf.tidy(() => tf.reshape(targets, [-1, 1])) };
    const expected = await kernelAfter(column, { batchSize: 21, shuffle: false });
    expect(await kernelAfter({ xs: rows.xs, ys: targets }, { batchSize: 21, shuffle: false })).toEqual(
      expected,
    );
    const streamed = { xs: await numbers(rows.xs), ys: (await targets.array()) as number[] };
    expect(await kernelAfter(() => [streamed])).toEqual(expected);
  });

  test('for class indices of a sequence, with and without their last axis, whole numbers or not', async () => {
    const tagging = (): tf.LayersModel =>
      tf.sequential({
        layers: [
          tf.layers.dense({
            units: 3,
            activation: 'softmax',
            inputShape: [5, 4],
            kernelInitializer: 'zeros',
          }),
        ],
      });
    const xs = tf.randomNormal([6, 5, 4], 0, 1, 'float32', 3);
    const tags = Array.from({ length: 6 }, (_, row) =>
      Array.from({ length: 5 }, (__, step) => (row + step) % 3),
    );
    const kernelAfter = async (ys: HeldData['ys']): Promise<unknown> => {
      const loss = 'sparseCategoricalCrossentropy';
      const { model, dispose } = await train(tagging, { xs, ys }, { optimizer: 'sgd', loss });
      const kernel = await model.getWeights()[0]!.array();
      dispose();
      return kernel;
    };
    const expected = await kernelAfter(tf.tensor3d(tags.map((row) => row.map((tag) => [tag]))));
    expect(await kernelAfter(tags)).toEqual(expected);
    expect(await kernelAfter(tf.tensor2d(tags, [6, 5], 'int32'))).toEqual(expected);
  });

  test('for a dataset, a generator and rows in their order, with a last batch of one row', async () => {
    const expected = await weightsAfter(rows, { batchSize: 5, shuffle: false });
    const [xs, ys] = [await numbers(rows.xs), await numbers(rows.ys)];
    const dataset = tf.data.zip({ xs: tf.data.array(xs), ys: tf.data.array(ys) }).batch(5);
    expect(await weightsAfter(dataset)).toEqual(expected);
    const generator = function* (): Generator<HeldData> {
      for (let at = 0; at < 21; at += 5) yield { xs: xs.slice(at, at + 5), ys: ys.slice(at, at + 5) };
    };
    expect(await weightsAfter(generator)).toEqual(expected);
  });
});

describe('data of which only a batch is ever there', () => {
  const [batches, size, width] = [60, 32, 8_000];
  const allOfIt = batches * size * width * Float32Array.BYTES_PER_ELEMENT;

  /** Column `c` holds `c % 7` and a wave around it, whose variance over all rows is 1 / 2. */
  function* wide(): Generator<HeldData> {
    for (let batch = 0; batch < batches; batch++) {
      const values = new Float32Array(size * width);
      for (let i = 0; i < values.length; i++)
        values[i] =
          ((i % width) % 7) +
          Math.sin((2 * Math.PI * (batch * size + Math.floor(i / width))) / (batches * size));
      yield {
        xs: { values, shape: [size, width] },
        ys: Array.from({ length: size }, (_, i) => [i % 2, 1 - (i % 2)]),
      };
    }
  }

  test('is judged batch by batch, and its statistics are merged over all batches in float64', async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.batchNormalization({ inputShape: [width] }),
        tf.layers.dense({ units: 2, activation: 'softmax' }),
      ],
    });
    const heap = tf.memory().numBytes;
    let peak = 0;
    const watched = function* (): Generator<HeldData> {
      for (const batch of wide()) {
        peak = Math.max(peak, tf.memory().numBytes - heap);
        yield batch;
      }
    };
    const { layers, rows: count, batchSize } = await measureBatchNorm(model, watched);
    expect([count, batchSize]).toEqual([batches * size, size]);
    for (const c of [0, 7, 6, width - 1]) {
      expect(layers[0]!.population.mean[c]).toBeCloseTo(c % 7, 6);
      expect(layers[0]!.population.variance[c]).toBeCloseTo(0.5, 5);
    }
    expect(peak).toBeLessThan(allOfIt / 10);
    model.dispose();
  });
});

describe('matchers on a dataset', () => {
  test('catch, repair and pass as on rows in memory, streamed throughout', async () => {
    const [xs, ys] = [await numbers(rows.xs), await numbers(rows.ys)];
    const dataset = tf.data
      .zip({ xs: tf.data.array(xs), ys: tf.data.array(ys) })
      .shuffle(21, '7')
      .batch(7);
    const optimizer = tf.train.adam(0.03);
    const model = await train(() => kinds['Sequential']!.build(0.99), dataset, {
      ...compile,
      optimizer,
      epochs: 20,
    });
    trained.push(model);
    await expect(expect(model).toHaveConvergedBatchNormStats()).rejects.toThrow('have not converged');
    await recalibrateBatchNorm(model);
    await expect(model).toHaveConvergedBatchNormStats();
    const { ladder } = await diagnose(model);
    expect(ladder.at(-1)!.metrics['accuracy']).toBeGreaterThan(0.8);
    expect((await diagnose(model)).verdict.kind).not.toBe('other rows');
  });

  test('refuse options that the dataset decides on', async () => {
    await expect(train(build, () => [rows], { ...compile, batchSize: 4 })).rejects.toThrow(
      'The option `batchSize` of train is 4, with a dataset as data.',
    );
    await expect(train(build, () => [rows], { ...compile, shuffle: true })).rejects.toThrow(
      'The option `shuffle` of train',
    );
  });

  test('judge a fit of one’s own on a dataset by its recording', async () => {
    const pairs = { xs: tf.data.array(await numbers(rows.xs)), ys: tf.data.array(await numbers(rows.ys)) };
    const dataset = tf.data.zip(pairs).batch(7);
    const model = build();
    model.compile(compile);
    const recorder = recordTraining(model, dataset);
    // Layers and data declare a class of this name each.
    const fit = model.fitDataset.bind(model) as (rows: unknown, args: object) => Promise<unknown>;
    await fit(dataset, { epochs: 3, verbose: 0, callbacks: recorder });
    expect(recorder.recording).toMatchObject({ rows: 21, updates: 9, batchSize: 7 });
    const [streamed, held] = [
      await diagnose(model, dataset, { recording: recorder }),
      await diagnose(model, rows, { recording: recorder }),
    ];
    expect([streamed.verdict.kind, held.verdict.kind]).not.toContain('other rows');
    const [ofStream, ofRows] = [streamed, held].map(({ ladder }) => ladder.at(-1)!.metrics);
    expect(Object.keys(ofStream!)).toEqual(Object.keys(ofRows!));
    // An engine may multiply a batch in another order than all rows.
    for (const [name, value] of Object.entries(ofRows!)) expect(ofStream![name]).toBeCloseTo(value, 6);
    model.dispose();
  });
});

describe('several outputs', () => {
  const { build: of, data, loss } = kinds['several inputs and outputs by name']!;
  const options = {
    optimizer: 'adam',
    loss: loss as Record<string, string>,
    metrics: ['accuracy'],
    batchSize: 8,
  };

  test('are each judged by what fit reported for them', async () => {
    const model = await train(() => of(0.99), data(24), { ...options, epochs: 4 });
    trained.push(model);
    const diagnosis = await diagnose(model);
    expect(Object.keys(diagnosis.ladder[0]!.metrics).sort()).toEqual(
      ['kind_accuracy', 'kind_loss', 'loss', 'sum_accuracy', 'sum_loss'].sort(),
    );
    for (const { metrics } of diagnosis.ladder)
      expect(metrics['loss']).toBeCloseTo(metrics['kind_loss']! + metrics['sum_loss']!, 5);
    expect(diagnosis.consistent).toBe(false);
  });

  test('are evaluated wrongly by TensorFlow.js, in evaluate and in val_*, and rightly here', async () => {
    const { xs, ys } = data(24) as { xs: Record<string, tf.Tensor>; ys: Record<string, tf.Tensor> };
    const validationData = [
      [xs['left']!, xs['right']!],
      [ys['kind']!, ys['sum']!],
    ] as [tf.Tensor[], tf.Tensor[]];
    const model = of(0.8);
    model.compile({ ...options, optimizer: tf.train.sgd(1e-12) });
    const history = await model.fit(xs, ys, { batchSize: 24, epochs: 1, verbose: 0, validationData });
    const { ladder } = await diagnose(model, { xs, ys }, { history, batchSize: 24 });
    const right = ladder.at(-1)!.metrics;

    const evaluated = (model.evaluate(validationData[0], validationData[1]) as tf.Scalar[]).map(
      (each) => each.dataSync()[0]!,
    );
    expect(model.metricsNames).toEqual(['loss', 'kind_loss', 'sum_loss', 'kind_acc', 'sum_acc']);
    // One number too many, and none of the first three is what its name says.
    expect(evaluated).toHaveLength(6);
    expect(evaluated[0]).toBeCloseTo(right['kind_loss']!, 4);
    expect(Math.abs(evaluated[0]! - right['loss']!)).toBeGreaterThan(0.1);
    expect(evaluated[1]).toBeCloseTo(right['loss']!, 3);
    expect((history.history['val_loss'] as number[])[0]).toBeCloseTo(right['kind_loss']!, 4);
    expect((history.history['val_kind_loss'] as number[])[0]).toBeCloseTo(right['loss']!, 3);
    model.dispose();
  });
});
