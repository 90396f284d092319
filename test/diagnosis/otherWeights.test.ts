import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../src/backends/startBackend';
import { diagnose } from '../../src/diagnosis/diagnose';
import type { Diagnosis } from '../../src/diagnosis/Diagnosis';
import type { TensorData } from '../../src/input/Data';
import { measureModes } from '../../src/probes/modes/measureModes';
import { recordTraining } from '../../src/probes/recording/recordTraining';
import { forgotten } from '../../src/training/forgotten';
import { train } from '../../src/training/train';
import type { TrainedModel } from '../../src/training/TrainedModel';
import { classes } from '../builders/kinds';

beforeAll(() => startBackend());
afterEach(() => {
  for (const trained of forgotten()) trained.dispose();
});

const { layers } = tf;

function network(normalised = false): tf.LayersModel {
  return tf.sequential({
    layers: [
      layers.dense({ units: 12, inputShape: [4], activation: 'tanh', name: 'first' }),
      layers.dense({ units: 12, activation: 'tanh', name: 'second' }),
      layers.dense({ units: 12, activation: 'tanh', name: 'third' }),
      ...(normalised ? [layers.batchNormalization({ momentum: 0.9, name: 'norm' })] : []),
      layers.dense({ units: 3, activation: 'softmax', name: 'last' }),
    ],
  });
}

const trainedWith = (normalised = false): Promise<TrainedModel> =>
  train(() => network(normalised), classes(90, [4]) as TensorData, {
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
    batchSize: 10,
    epochs: 40,
    optimizer: tf.train.adam(0.02),
  });

const ids = ({ causes }: Diagnosis): readonly string[] => causes.map(({ id }) => id);

/** Gives a layer other weights, as loading does. */
const put = (model: tf.LayersModel, name: string, weights: readonly tf.Tensor[]): void =>
  model.getLayer(name).setWeights([...weights]);

/** Of a model that nobody has trained. */
const untrained = (name: string): readonly tf.Tensor[] => network().getLayer(name).getWeights();

describe('weights-not-loaded', () => {
  test.each([
    ['with the recording', true],
    ['without', false],
  ])('is named with the layers that an initialiser left: %s', async (_, recorded) => {
    const { model, data, recording } = await trainedWith();
    put(model, 'second', untrained('second'));
    put(model, 'last', untrained('last'));
    const { accuracy, loss } = recording.epochs.at(-1)!;
    const diagnosis = await diagnose(
      model,
      data,
      recorded ? { recording } : { fitTime: { acc: accuracy!, loss: loss! }, batchSize: 10 },
    );
    expect([diagnosis.consistent, ...ids(diagnosis)]).toEqual([false, 'weights-not-loaded']);
    expect(String(diagnosis)).toContain(
      'the weights of 2 layers of 4 are as an initialiser leaves them, and were never loaded: second, last.',
    );
  });

  test('is named where the weights are others altogether', async () => {
    const [trained, another] = [await trainedWith(), await trainedWith()];
    for (const weight of another.model.weights)
      weight.write(tf.add(weight.read(), tf.randomNormal(weight.shape as number[], 0, 2, 'float32', 3)));
    const diagnosis = await diagnose(another.model, trained.data, { recording: trained.recording });
    expect(ids(diagnosis)).toEqual(['weights-not-loaded']);
    expect(String(diagnosis)).toContain('the weights of 4 layers of 4 are not those that the fit ended with');
  });

  test('is not named without a recording for a model that is trained all through, and other targets', async () => {
    const { model, data, recording } = await trainedWith();
    const { accuracy, loss } = recording.epochs.at(-1)!;
    const noise = tf.cast(
      tf.oneHot(tf.cast(tf.randomUniform([90], 0, 3, 'float32', 4), 'int32'), 3),
      'float32',
    );
    const diagnosis = await diagnose(
      model,
      { xs: data.xs, ys: noise },
      { fitTime: { acc: accuracy!, loss: loss! }, batchSize: 10 },
    );
    expect(ids(diagnosis)).toEqual(['undetermined']);
  });
});

test('weights-permuted names the layers that were swapped', async () => {
  const { model, data, recording } = await trainedWith();
  const [second, third] = ['second', 'third'].map((name) =>
    model
      .getLayer(name)
      .getWeights()
      .map((weight) => weight.clone()),
  );
  put(model, 'second', third!);
  put(model, 'third', second!);
  const diagnosis = await diagnose(model, data, { recording });
  expect(ids(diagnosis)).toEqual(['weights-permuted']);
  expect(String(diagnosis)).toContain(
    'weights are in the wrong layers: second holds those of third, third holds those of second.',
  );
});

describe('a difference of large numbers, which little changes of the weights turn round', () => {
  const xs = (): tf.Tensor =>
    tf.tensor2d(Array.from({ length: 60 }, (_, row) => [1000 + (row % 2 === 0 ? 1 : -1), 1000]));
  const ys = (): tf.Tensor => tf.tensor2d(Array.from({ length: 60 }, (_, row) => [Number(row % 2 === 0)]));

  const trained = (): Promise<TrainedModel> =>
    train(
      () => {
        const model = tf.sequential({
          layers: [layers.dense({ units: 1, inputShape: [2], activation: 'sigmoid' })],
        });
        model.setWeights([tf.tensor2d([[2.345], [-2.345]]), tf.tensor1d([0.001])]);
        return model;
      },
      { xs: xs(), ys: ys() },
      {
        loss: 'binaryCrossentropy',
        metrics: ['accuracy'],
        epochs: 1,
        batchSize: 60,
        optimizer: tf.train.sgd(1e-9),
      },
    );

  test.each([
    ['converted-model', 1.004, 'are those of the fit, rounded'],
    ['averaged-weights', 1.1, 'are near those that the fit ended with, and not the same'],
    ['weights-not-loaded', 3, 'are not those that the fit ended with'],
  ])('is %s where they are %d times as large', async (id, factor, sentence) => {
    const { model, data, recording } = await trained();
    const [kernel, bias] = model.getWeights();
    model.setWeights([tf.mul(kernel!, tf.tensor2d([[factor], [1]])), bias!]);
    const diagnosis = await diagnose(model, data, { recording });
    expect([diagnosis.consistent, ...ids(diagnosis)]).toEqual([false, id]);
    expect(String(diagnosis)).toContain(sentence);
  });
});

describe('batchnorm-stats-lost', () => {
  /** Far from 0, so that statistics of 0 and 1 tell. */
  const far = (): TensorData => {
    const { xs, ys } = classes(90, [4]) as TensorData;
    return { xs: tf.add(tf.mul(xs, 3), 20), ys };
  };
  const normalised = (): tf.LayersModel =>
    tf.sequential({
      layers: [
        layers.batchNormalization({ inputShape: [4], momentum: 0.9, name: 'norm' }),
        layers.dense({ units: 12, activation: 'tanh' }),
        layers.dense({ units: 3, activation: 'softmax' }),
      ],
    });

  test.each([
    ['with the recording', true],
    ['without', false],
  ])('is named where those of a trained layer are 0 and 1: %s', async (_, recorded) => {
    const { model, data, recording } = await train(normalised, far(), {
      loss: 'categoricalCrossentropy',
      metrics: ['accuracy'],
      batchSize: 10,
      epochs: 40,
      optimizer: tf.train.adam(0.02),
    });
    const [gamma, beta] = model.getLayer('norm').getWeights();
    put(model, 'norm', [gamma!.clone(), beta!.clone(), tf.zeros([4]), tf.ones([4])]);
    const { accuracy, loss } = recording.epochs.at(-1)!;
    const options = recorded ? { recording } : { fitTime: { acc: accuracy!, loss: loss! }, batchSize: 10 };
    const diagnosis = await diagnose(model, data, options);
    expect([diagnosis.consistent, ...ids(diagnosis)]).toEqual([false, 'batchnorm-stats-lost']);
    expect(String(diagnosis)).toContain(
      'the moving statistics of 1 BatchNorm layer of 1 are lost: 0 and 1 in every channel, though the layer was trained (norm).',
    );
  });

  test('is not named where a momentum of 1 never moves them', async () => {
    const still = (): tf.LayersModel =>
      tf.sequential({
        layers: [
          layers.batchNormalization({ inputShape: [4], momentum: 1 }),
          layers.dense({ units: 12, activation: 'tanh' }),
          layers.dense({ units: 3, activation: 'softmax' }),
        ],
      });
    const diagnosis = await diagnose(
      await train(still, far(), {
        loss: 'categoricalCrossentropy',
        metrics: ['accuracy'],
        batchSize: 10,
        epochs: 40,
        optimizer: tf.train.adam(0.02),
      }),
    );
    expect([diagnosis.consistent, ...ids(diagnosis)]).toEqual([false, 'batchnorm-not-converged']);
  });
});

describe('batchnorm-outlier', () => {
  test('is named where one row is a thousand times as far from the mean as all others', async () => {
    const { xs, ys } = classes(90, [4]) as TensorData;
    const row = tf.oneHot(tf.tensor1d([85], 'int32'), 90).reshape([90, 1]);
    const data: TensorData = { xs: tf.add(xs, tf.mul(tf.cast(row, 'float32'), 2000)), ys };
    const diagnosis = await diagnose(
      await train(
        () =>
          tf.sequential({
            layers: [
              layers.batchNormalization({ inputShape: [4], momentum: 0.9 }),
              layers.dense({ units: 12, activation: 'tanh' }),
              layers.dense({ units: 3, activation: 'softmax' }),
            ],
          }),
        data,
        {
          loss: 'categoricalCrossentropy',
          metrics: ['accuracy'],
          batchSize: 10,
          epochs: 40,
          optimizer: tf.train.adam(0.02),
        },
      ),
    );
    expect([diagnosis.consistent, ...ids(diagnosis)]).toEqual([false, 'batchnorm-outlier']);
    expect(String(diagnosis)).toContain('a few rows are far from all others');
  });
});

describe('augmentation', () => {
  type Batch = Readonly<Record<'xs' | 'ys', tf.Tensor>>;

  /** Diagnosed on `rows`, after a fit that saw in each of 60 epochs what `augmented` made of them. */
  async function diagnosed(
    model: tf.LayersModel,
    rows: Batch,
    augmented: (rows: Batch, epoch: number) => tf.Tensor,
  ): Promise<Diagnosis> {
    model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
    const recorder = recordTraining(model, rows);
    let epoch = 0;
    const dataset: unknown = tf.data.generator(() => {
      const batch = tf.tidy(() => ({ xs: augmented(rows, epoch++), ys: rows.ys.clone() }));
      return [batch][Symbol.iterator]();
    });
    // The packages of tfjs each declare a Dataset of their own.
    const fitDataset = model.fitDataset.bind(model) as (...args: unknown[]) => Promise<tf.History>;
    await fitDataset(dataset, { epochs: 60, callbacks: recorder, verbose: 0 });
    expect(recorder.recording.changes).toEqual({ inputs: true, targets: false });
    return diagnose(model, rows, { recording: recorder });
  }

  test('is named where the fit had other inputs for the same targets in every epoch', async () => {
    // The label leaks into what the fit sees, and not into the rows that are judged.
    const diagnosis = await diagnosed(network(), classes(60, [4]), ({ xs, ys }, epoch) => {
      const hint = tf.add(tf.mul(ys, 30), tf.randomNormal([60, 3], 0, 0.1, 'float32', 1 + epoch));
      return tf.concat([hint, tf.slice(xs, [0, 3])], 1);
    });
    expect([diagnosis.consistent, ...ids(diagnosis)]).toEqual([false, 'augmentation']);
  });

  test('is named where moving statistics are of what the fit saw, and not as lagging', async () => {
    const model = tf.sequential({
      layers: [
        layers.batchNormalization({ inputShape: [4], momentum: 0.8 }),
        layers.dense({ units: 12, activation: 'tanh' }),
        layers.dense({ units: 3, activation: 'softmax' }),
      ],
    });
    const diagnosis = await diagnosed(model, classes(60, [4]), ({ xs }, epoch) =>
      tf.add(xs, tf.randomUniform([60, 4], 5, 6, 'float32', 1 + epoch)),
    );
    expect([diagnosis.consistent, ...ids(diagnosis)]).toEqual([false, 'augmentation']);
    expect(String(diagnosis)).toContain(
      'the moving statistics of 1 BatchNorm layer are of those, not of rows',
    );
    // They have arrived: they are on no way.
    expect(String(diagnosis)).not.toContain('on its way');
    expect(String(diagnosis)).toContain('augment around the rows');
  });

  test('is not seen where the rows are the same in every epoch, in any order', async () => {
    const { recording } = await trainedWith();
    expect(recording.changes).toEqual({ inputs: false, targets: false });
  });
});

class Draws extends tf.layers.Layer {
  static className = 'DrawsAlways';
  draws = false;
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0]! : inputs;
    return this.draws ? tf.tidy(() => tf.add(x, tf.randomNormal(x.shape as number[], 0, 6))) : x.clone();
  }
}

test('random-inference is named where a layer draws random numbers in predict too', async () => {
  const layer = new Draws({});
  const { model, data, recording } = await train(
    () =>
      tf.sequential({
        layers: [
          layers.dense({ units: 12, inputShape: [4], activation: 'tanh' }),
          layer,
          layers.dense({ units: 3, activation: 'softmax' }),
        ],
      }),
    classes(90, [4]) as TensorData,
    {
      loss: 'categoricalCrossentropy',
      metrics: ['accuracy'],
      batchSize: 10,
      epochs: 40,
      optimizer: tf.train.adam(0.02),
    },
  );
  layer.draws = true;
  const diagnosis = await diagnose(model, data, { recording });
  expect([diagnosis.consistent, ...ids(diagnosis)]).toEqual([false, 'random-inference']);
  expect(String(diagnosis)).toContain('predict gives other numbers for the same rows a second time');
});

test('stateful-rnn is named where predict goes on from states that the fit reset', async () => {
  // The class is the sign of the first step; what is remembered from the batch before drowns it.
  const rows = 40;
  const values = Array.from({ length: rows }, (_, row) => [[row % 2 === 0 ? 1 : -1], [4], [4]]);
  const xs = tf.tensor3d(values);
  const ys = tf.tensor2d(values.map(([first]) => [Number(first![0]! > 0)]));
  const model = tf.sequential({
    layers: [
      layers.simpleRNN({
        units: 8,
        stateful: true,
        batchInputShape: [4, 3, 1],
        kernelInitializer: tf.initializers.glorotUniform({ seed: 5 }),
        recurrentInitializer: tf.initializers.orthogonal({ seed: 6 }),
      }),
      layers.dense({
        units: 1,
        activation: 'sigmoid',
        kernelInitializer: tf.initializers.glorotUniform({ seed: 7 }),
      }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.02), loss: 'binaryCrossentropy', metrics: ['accuracy'] });
  const recorder = recordTraining(model, { xs, ys });
  await model.fit(xs, ys, {
    epochs: 60,
    batchSize: 4,
    shuffle: false,
    verbose: 0,
    callbacks: [new tf.CustomCallback({ onBatchBegin: async () => model.resetStates() }), recorder],
  });
  expect(recorder.recording.epochs.at(-1)!['accuracy']).toBeGreaterThan(0.9);
  const diagnosis = await diagnose(model, { xs, ys }, { recording: recorder });
  expect([diagnosis.consistent, ...ids(diagnosis)]).toEqual([false, 'stateful-rnn']);
});

test('multi-output-evaluate is told beside the gap where a fit with several outputs reported validation losses', async () => {
  const { xs, ys } = classes(60, [4]) as TensorData;
  const input = tf.input({ shape: [4] });
  const output = (name: string): tf.SymbolicTensor =>
    layers.dense({ units: 3, activation: 'softmax', name }).apply(input) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: [output('left'), output('right')] });
  const compile = { optimizer: 'sgd', loss: 'categoricalCrossentropy', metrics: ['accuracy'] } as const;
  model.compile({ ...compile, metrics: ['accuracy'] });
  const data = { xs, ys: [ys, ys] };
  const recorder = recordTraining(model, data);
  await model.fit(xs, [ys, ys], {
    epochs: 2,
    verbose: 0,
    validationData: [xs, [ys, ys]],
    callbacks: recorder,
  });
  const beside = (await diagnose(model, data, { recording: recorder })).causes.filter(
    ({ share }) => share === 0,
  );
  expect(beside.map(({ id }) => id)).toEqual(['multi-output-evaluate']);
  // What it says is so.
  const reported = recorder.recording.epochs.at(-1)!;
  const [left, right] = (model.predict(xs) as tf.Tensor[]).map(
    (p) => tf.mean(tf.metrics.categoricalCrossentropy(ys, p)).dataSync()[0]!,
  );
  expect(reported['val_loss']).toBeCloseTo(left!, 5);
  expect(reported['val_left_loss']).toBeCloseTo(left! + right!, 5);
  expect(reported['val_left_accuracy']).toBeCloseTo(right!, 5);
});

/** Of probabilities; the one of tfjs counts predictions that are exactly 1. */
const recallAtHalf = (t: tf.Tensor, p: tf.Tensor): tf.Scalar =>
  tf.tidy(() => {
    const hits = tf.sum(tf.mul(t, tf.cast(tf.greater(p, 0.5), 'float32')));
    return tf.divNoNan<tf.Scalar>(hits, tf.sum(t));
  });

test('batchwise-metric is told where a number of a whole batch has a mean over batches that is another', async () => {
  const { xs, ys } = classes(90, [4]) as TensorData;
  // Every third batch of two has no row of the class, and a recall of 0.
  const isFirst = tf.slice(ys, [0, 0], [-1, 1]);
  const model = tf.sequential({
    layers: [
      layers.dense({ units: 12, inputShape: [4], activation: 'tanh' }),
      layers.dense({ units: 1, activation: 'sigmoid' }),
    ],
  });
  model.compile({
    optimizer: tf.train.adam(0.05),
    loss: 'binaryCrossentropy',
    metrics: [recallAtHalf],
  });
  const recorder = recordTraining(model, { xs, ys: isFirst });
  await model.fit(xs, isFirst, {
    epochs: 30,
    batchSize: 2,
    shuffle: false,
    verbose: 0,
    callbacks: recorder,
  });
  const { causes } = await diagnose(model, { xs, ys: isFirst }, { recording: recorder });
  const [found] = causes.filter(({ id }) => id === 'batchwise-metric');
  expect(found).toMatchObject({ share: 0 });
  expect(found!.evidence[0]).toMatch(
    /^recallAtHalf is a number of a whole batch, and fit gives its mean over batches: 0\.6\d+ in batches of 2, (1\.000|0\.9\d+) of all rows as one\.$/,
  );
});

test('a layer that an initialiser left is that, also where it is like another that no fit has moved', async () => {
  const model = tf.sequential({
    layers: [
      layers.batchNormalization({ inputShape: [4], name: 'still' }),
      layers.batchNormalization({ name: 'norm' }),
      layers.dense({ units: 3, activation: 'softmax', name: 'last' }),
    ],
  });
  model.getLayer('still').trainable = false;
  const { data, recording } = await train(model, classes(90, [4]) as TensorData, {
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
    epochs: 5,
    optimizer: tf.train.adam(0.1),
  });
  const [, , mean, variance] = model.getLayer('norm').getWeights();
  put(model, 'norm', [tf.ones([4]), tf.zeros([4]), mean!.clone(), variance!.clone()]);
  const { weights } = await measureModes(model, data, { recording });
  expect(weights!.changed).toEqual([{ path: 'norm', are: 'fresh' }]);
});
