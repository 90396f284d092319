import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../src/backends/startBackend';
import { diagnose } from '../../src/diagnosis/diagnose';
import type { Diagnosis } from '../../src/diagnosis/Diagnosis';
import type { TensorData } from '../../src/input/Data';
import { permutation } from '../../src/numeric/permutation';
import { seededRandom } from '../../src/numeric/seededRandom';
import { forgotten } from '../../src/training/forgotten';
import { train } from '../../src/training/train';
import type { TrainedModel } from '../../src/training/TrainedModel';
import type { TrainOptions } from '../../src/training/TrainOptions';
import { classes } from '../builders/kinds';

beforeAll(() => startBackend());
afterEach(() => {
  for (const trained of forgotten()) trained.dispose();
});

const { layers } = tf;
const compile = {
  loss: 'categoricalCrossentropy',
  metrics: ['accuracy'],
  optimizer: 'adam',
} satisfies TrainOptions;

function dense(normalised: boolean) {
  return (): tf.LayersModel =>
    tf.sequential({
      layers: [
        layers.dense({ units: 16, inputShape: [4], activation: 'tanh' }),
        ...(normalised ? [layers.batchNormalization({ momentum: 0.9 })] : []),
        layers.dense({ units: 3, activation: 'softmax' }),
      ],
    });
}

const trainedOn = (data: TensorData, normalised = false): Promise<TrainedModel> =>
  train(dense(normalised), data, { ...compile, batchSize: 10, epochs: 60, optimizer: tf.train.adam(0.02) });

/** With the recording, and with nothing but what `fit` printed. */
async function diagnoses(trained: TrainedModel, data: TensorData): Promise<readonly Diagnosis[]> {
  const { recording, model } = trained;
  const { accuracy, loss } = recording.epochs.at(-1)!;
  return [
    await diagnose(trained, data),
    await diagnose(model, data, { fitTime: { acc: accuracy!, loss: loss! }, batchSize: 10 }),
  ];
}

const ids = ({ causes }: Diagnosis): readonly string[] => causes.map(({ id }) => id);

/** Rows in no order, so that no shift of the targets is a permutation of the classes too. */
function mixed(rows: number): TensorData {
  const order = tf.tensor1d(permutation(rows, seededRandom(5)), 'int32');
  const { xs, ys } = classes(rows, [4]) as TensorData;
  return { xs: tf.gather(xs, order), ys: tf.gather(ys, order) };
}

function moved(ys: tf.Tensor, places: (row: number, rows: number) => number): tf.Tensor {
  const rows = ys.shape[0];
  const of = Array.from({ length: rows }, (_, row) => places(row, rows));
  return tf.gather(ys, tf.tensor1d(of, 'int32'));
}

const permuted = (ys: tf.Tensor): tf.Tensor => tf.gather(ys, tf.tensor1d([1, 2, 0], 'int32'), 1);

/** One cause, alone and heavy, with the recording and without. */
async function expectNamed(
  trained: TrainedModel,
  data: TensorData,
  id: string,
  sentence: string,
): Promise<void> {
  for (const diagnosis of await diagnoses(trained, data)) {
    expect([diagnosis.consistent, ...ids(diagnosis)]).toEqual([false, id]);
    expect(diagnosis.causes[0]!.share).toBeGreaterThan(0.9);
    expect(String(diagnosis)).toContain(sentence);
  }
}

describe('classes-permuted', () => {
  test.each([
    ['without BatchNorm', false],
    ['with BatchNorm', true],
  ])('is named with the permutation: %s', async (_, normalised) => {
    const { xs, ys } = mixed(90);
    const trained = await trainedOn({ xs, ys }, normalised);
    await expectNamed(
      trained,
      { xs, ys: permuted(ys) },
      'classes-permuted',
      'Class of these targets -> class of the model: 0 -> 1, 1 -> 2, 2 -> 0.',
    );
  });

  test('is named for class indices, and for two classes in one column', async () => {
    const { xs, ys } = mixed(90);
    const indices = tf.cast(tf.argMax(ys, 1), 'float32');
    const sparse = await train(
      dense(false),
      { xs, ys: indices },
      {
        ...compile,
        loss: 'sparseCategoricalCrossentropy',
        epochs: 60,
        optimizer: tf.train.adam(0.02),
      },
    );
    const other = tf.cast(tf.argMax(permuted(ys), 1), 'float32');
    await expectNamed(sparse, { xs, ys: other }, 'classes-permuted', '0 -> 1, 1 -> 2, 2 -> 0');

    const isFirst = tf.cast(tf.equal(indices, 0), 'float32');
    const binary = await train(
      () =>
        tf.sequential({
          layers: [
            layers.dense({ units: 16, inputShape: [4], activation: 'tanh' }),
            layers.dense({ units: 1, activation: 'sigmoid' }),
          ],
        }),
      { xs, ys: isFirst },
      { ...compile, loss: 'binaryCrossentropy', epochs: 60, optimizer: tf.train.adam(0.02) },
    );
    await expectNamed(
      binary,
      { xs, ys: tf.sub<tf.Tensor>(1, isFirst) },
      'classes-permuted',
      '0 -> 1, 1 -> 0',
    );
  });

  test('beside moving statistics that have not converged, each with its share', async () => {
    const { xs, ys } = mixed(90);
    const far: TensorData = { xs: tf.add(tf.mul(xs, 3), 20), ys };
    const trained = await train(
      () =>
        tf.sequential({
          layers: [
            layers.batchNormalization({ inputShape: [4] }),
            layers.dense({ units: 16, activation: 'tanh' }),
            layers.dense({ units: 3, activation: 'softmax' }),
          ],
        }),
      far,
      { ...compile, batchSize: 10, epochs: 12, optimizer: tf.train.adam(0.02) },
    );
    const diagnosis = await diagnose(trained, { xs: far.xs, ys: permuted(ys) });
    expect([...ids(diagnosis)].sort()).toEqual(['batchnorm-not-converged', 'classes-permuted']);
    expect(diagnosis.causes.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 1);
  });

  test('calls the classes by their names, where they are given', async () => {
    const { xs, ys } = mixed(90);
    const named = { classNames: ['cat', 'dog', 'owl'] };
    const diagnosis = await diagnose(await trainedOn({ xs, ys }), { xs, ys: permuted(ys) }, named);
    expect(String(diagnosis)).toContain(
      'Class of these targets -> class of the model: 0 -> 1 (dog), 1 -> 2 (owl), 2 -> 0 (cat).',
    );
  });

  test('is undetermined where a shift of the rows does the same', async () => {
    const { xs, ys } = classes(90, [4]) as TensorData;
    const diagnosis = await diagnose(await trainedOn({ xs, ys }), { xs, ys: permuted(ys) });
    expect(ids(diagnosis)).toEqual(['undetermined']);
    expect(diagnosis.causes[0]!.candidates).toEqual(['rows-misaligned', 'classes-permuted']);
  });

  test('is not named where three rows are right in any numbering', async () => {
    const { xs, ys } = mixed(90);
    const trained = await trainedOn({ xs, ys });
    const few = { xs: tf.slice(xs, 0, 3), ys: permuted(tf.slice(ys, 0, 3)) };
    for (const diagnosis of await diagnoses(trained, few))
      expect(ids(diagnosis)).not.toContain('classes-permuted');
  });
});

describe('rows-misaligned', () => {
  const orders: readonly [string, (row: number, rows: number) => number, string][] = [
    ['shifted by one', (row, rows) => (row + rows - 1) % rows, "a row's target stands 1 row further on"],
    [
      'shifted by a batch',
      (row, rows) => (row + rows - 10) % rows,
      "a row's target stands 10 rows further on",
    ],
    ['reversed', (row, rows) => rows - 1 - row, 'they are in reverse order'],
  ];
  test.each(orders)('is named with the order: %s', async (_, places, sentence) => {
    const { xs, ys } = mixed(90);
    await expectNamed(
      await trainedOn({ xs, ys }),
      { xs, ys: moved(ys, places) },
      'rows-misaligned',
      sentence,
    );
  });

  test('is named where the inputs are sorted and the targets are not', async () => {
    const { xs, ys } = mixed(90);
    const trained = await trainedOn({ xs, ys });
    const of = await tf.argMax(ys, 1).data();
    const sorted = [...of.keys()].sort((a, b) => of[a]! - of[b]!);
    const data = { xs: tf.gather(xs, tf.tensor1d(sorted, 'int32')), ys };
    await expectNamed(
      trained,
      data,
      'rows-misaligned',
      'the inputs are sorted by target, and the targets are not',
    );
  });

  test('is named for a regression', async () => {
    const xs = tf.randomNormal([80, 4], 0, 1, 'float32', 8);
    const ys = tf.sum(tf.mul(xs, tf.tensor1d([1, -2, 3, 0.5])), 1, true);
    const trained = await train(
      () => tf.sequential({ layers: [layers.dense({ units: 1, inputShape: [4] })] }),
      { xs, ys },
      { loss: 'meanSquaredError', optimizer: tf.train.adam(0.1), epochs: 80, batchSize: 10 },
    );
    const data = { xs, ys: moved(ys, (row, rows) => (row + rows - 3) % rows) };
    const diagnosis = await diagnose(trained.model, data, {
      fitTime: { loss: trained.recording.epochs.at(-1)!['loss']! },
      batchSize: 10,
    });
    expect(ids(diagnosis)).toEqual(['rows-misaligned']);
    expect(String(diagnosis)).toContain('stands 3 rows further on');
  });
});

describe('preparation-mismatch', () => {
  /** Classes are a place and a brightness, in a colour that is no grey: every way of preparing them matters. */
  function pictures(): TensorData {
    const rows = 90;
    const values = new Float32Array(rows * 6 * 6 * 3);
    const random = seededRandom(6);
    for (let row = 0; row < rows; row++)
      for (let i = 0; i < 108; i++) {
        const [y, x, channel] = [Math.floor(i / 18), Math.floor(i / 3) % 6, i % 3];
        const isPlace = row % 2 === 0 ? y < 2 : x > 3;
        const brightness = isPlace && channel < 2 ? [70, 130, 220][row % 3]! / (1 + channel) : 20;
        values[row * 108 + i] = Math.floor(brightness + 25 * random());
      }
    const of = Array.from({ length: rows }, (_, row) => row % 6);
    return {
      xs: tf.tensor(values, [rows, 6, 6, 3]),
      ys: tf.cast(tf.oneHot(tf.tensor1d(of, 'int32'), 6), 'float32'),
    };
  }

  const network = (): tf.LayersModel =>
    tf.sequential({
      layers: [
        layers.flatten({ inputShape: [6, 6, 3] }),
        // Small, so that pictures of 0 to 255 train too.
        layers.dense({
          units: 24,
          activation: 'tanh',
          kernelInitializer: tf.initializers.randomNormal({ stddev: 0.003, seed: 4 }),
        }),
        layers.dense({ units: 6, activation: 'softmax' }),
      ],
    });

  const unit = (x: tf.Tensor): tf.Tensor => tf.div(x, 255);
  const signed = (x: tf.Tensor): tf.Tensor => tf.sub(tf.div(x, 127.5), 1);
  const ways: readonly [string, (x: tf.Tensor) => tf.Tensor, (x: tf.Tensor) => tf.Tensor, string][] = [
    ['not brought to [-1, 1]', signed, (x) => x, 'divide by 127.5 and subtract 1'],
    ['in [0, 1] in place of [-1, 1]', signed, unit, 'multiply by 2 and subtract 1'],
    ['in BGR', unit, (x) => tf.reverse(unit(x), [3]), 'reverse the channels'],
    ['transposed', unit, (x) => tf.transpose(unit(x), [0, 2, 1, 3]), 'transpose the pictures'],
    [
      'channels first',
      unit,
      (x) => tf.reshape(tf.transpose(unit(x), [0, 3, 1, 2]), x.shape),
      'read the numbers as channels first',
    ],
    ['inverted', unit, (x) => tf.sub(1, unit(x)), 'invert'],
  ];
  test.each(ways)('is named with the step that is missing: %s', async (_, asFitted, asGiven, step) => {
    const { xs, ys } = pictures();
    const trained = await train(
      network,
      { xs: asFitted(xs), ys },
      {
        ...compile,
        batchSize: 10,
        epochs: 60,
        optimizer: tf.train.adam(0.01),
      },
    );
    await expectNamed(trained, { xs: asGiven(xs), ys }, 'preparation-mismatch', `"${step}`);
  });

  test.each([
    ['not divided by 255', unit, (x: tf.Tensor): tf.Tensor => x, '"divide by 255'],
    ['divided by 255 twice', unit, (x: tf.Tensor): tf.Tensor => unit(unit(x)), '"multiply by 255'],
  ])('is named where brightness tells the class: %s', async (_, asFitted, asGiven, step) => {
    const random = seededRandom(9);
    const rows = 90;
    const levels = Array.from({ length: rows }, (__, row) =>
      Array.from({ length: 12 }, () => [30, 110, 200][row % 3]! + 50 * random()),
    );
    const xs = tf.tensor2d(levels);
    const ys = tf.cast(
      tf.oneHot(
        tf.tensor1d(
          levels.map((__, row) => row % 3),
          'int32',
        ),
        3,
      ),
      'float32',
    );
    const trained = await train(
      () =>
        tf.sequential({
          layers: [
            layers.dense({
              units: 24,
              activation: 'tanh',
              inputShape: [12],
              kernelInitializer: tf.initializers.randomNormal({ stddev: 0.003, seed: 4 }),
            }),
            layers.dense({ units: 3, activation: 'softmax' }),
          ],
        }),
      { xs: asFitted(xs), ys },
      { ...compile, batchSize: 10, epochs: 150, optimizer: tf.train.adam(0.01) },
    );
    expect(trained.recording.epochs.at(-1)!['accuracy']).toBeGreaterThan(0.9);
    await expectNamed(trained, { xs: asGiven(xs), ys }, 'preparation-mismatch', step);
  });

  test('is named where features are not standardised', async () => {
    const { xs, ys } = mixed(90);
    const raw = tf.add(tf.mul(xs, tf.tensor1d([10, 0.1, 3, 1])), tf.tensor1d([100, 0, -5, 2]));
    const { mean, variance } = tf.moments(raw, 0);
    const standard = tf.div(tf.sub(raw, mean), tf.sqrt(variance));
    await expectNamed(
      await trainedOn({ xs: standard, ys }),
      { xs: raw, ys },
      'preparation-mismatch',
      '"standardise each feature',
    );
  });

  test('is found behind BatchNorm, which training mode makes good', async () => {
    const { xs, ys } = mixed(90);
    const trained = await train(
      () =>
        tf.sequential({
          layers: [
            layers.batchNormalization({ inputShape: [4], momentum: 0.8 }),
            layers.dense({ units: 16, activation: 'tanh' }),
            layers.dense({ units: 3, activation: 'softmax' }),
          ],
        }),
      { xs: tf.sigmoid(xs), ys },
      { ...compile, batchSize: 10, epochs: 40, optimizer: tf.train.adam(0.02) },
    );
    await expectNamed(
      trained,
      { xs: tf.mul(tf.sigmoid(xs), 255), ys },
      'preparation-mismatch',
      '"divide by 255"',
    );
  });
});

describe('behind a BatchNorm layer, which training mode shows sound either way', () => {
  const network = (first: tf.layers.Layer, momentum: number) => (): tf.LayersModel =>
    tf.sequential({
      layers: [
        first,
        layers.batchNormalization({ momentum }),
        layers.dense({ units: 16, activation: 'relu' }),
        layers.dense({ units: 3, activation: 'softmax' }),
      ],
    });
  const settings = { ...compile, batchSize: 10, optimizer: tf.train.adam(0.02) };

  /** Mean 0 and deviation 1; the class is how far from the origin a row is, so that every scale matters. */
  function rings(rows: number): TensorData {
    const random = seededRandom(8);
    const angles = Array.from({ length: rows }, () => 2 * Math.PI * random());
    const points = angles.map((angle, row) => {
      const radius = 0.3 + (row % 3) + 0.4 * random();
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    });
    const { mean, variance } = tf.moments(tf.tensor2d(points), 0);
    const of = points.map((_, row) => row % 3);
    return {
      xs: tf.div(tf.sub(tf.tensor2d(points), mean), tf.sqrt(variance)),
      ys: tf.cast(tf.oneHot(tf.tensor1d(of, 'int32'), 3), 'float32'),
    };
  }

  test.each([
    ['divided by 255', (x: tf.Tensor): tf.Tensor => tf.div(x, 255), '"multiply by 255"'],
    ['multiplied by 255', (x: tf.Tensor): tf.Tensor => tf.mul(x, 255), '"divide by 255"'],
    [
      'taken for numbers from 0 to 1',
      (x: tf.Tensor): tf.Tensor => tf.sub(tf.mul(x, 2), 1),
      '"add 1 and divide by 2"',
    ],
  ])('columns that were standardised and then %s are named', async (_, asGiven, step) => {
    const { xs, ys } = rings(90);
    const trained = await train(
      network(layers.dense({ units: 24, inputShape: [2], activation: 'tanh' }), 0.8),
      { xs, ys },
      { ...settings, epochs: 60 },
    );
    await expectNamed(trained, { xs: asGiven(xs), ys }, 'preparation-mismatch', step);
  });

  test('start values that happen to suit inputs 255 times as large are named, and no preparation', async () => {
    const { xs, ys } = mixed(90);
    const { mean, variance } = tf.moments(xs, 0);
    const small = tf.div(tf.sub(xs, mean), tf.mul(tf.sqrt(variance), 255));
    const linear = layers.dense({ units: 16, inputShape: [4] });
    const trained = await train(network(linear, 0.99), { xs: small, ys }, { ...settings, epochs: 6 });
    for (const diagnosis of await diagnoses(trained, { xs: small, ys }))
      expect(ids(diagnosis)[0]).toBe('batchnorm-not-converged');
  });
});

test('padding-dependent is named where sequences are padded on the other side', async () => {
  const random = seededRandom(11);
  const sequences = Array.from({ length: 60 }, (_, row) => {
    const words = Array.from({ length: 2 + Math.floor(4 * random()) }, () => 1 + Math.floor(5 * random()));
    words[0] = 6 + (row % 2);
    return words;
  });
  const pad = (side: 'front' | 'end'): tf.Tensor =>
    tf.tensor2d(
      sequences.map((words) => {
        const zeros = new Array<number>(6 - words.length).fill(0);
        return side === 'end' ? [...words, ...zeros] : [...zeros, ...words];
      }),
    );
  const ys = tf.tensor2d(sequences.map((_, row) => [row % 2]));
  const trained = await train(
    () =>
      tf.sequential({
        layers: [
          layers.embedding({ inputDim: 8, outputDim: 4, inputLength: 6 }),
          layers.flatten(),
          layers.dense({ units: 1, activation: 'sigmoid' }),
        ],
      }),
    { xs: pad('end'), ys },
    { ...compile, loss: 'binaryCrossentropy', epochs: 40, batchSize: 10, optimizer: tf.train.adam(0.05) },
  );
  await expectNamed(trained, { xs: pad('front'), ys }, 'padding-dependent', 'the padding of the sequences');
});

test('other rows of the same kind, and weights that are worse, are repaired by nothing', async () => {
  const { xs, ys } = mixed(90);
  const trained = await trainedOn({ xs, ys });
  for (const weight of trained.model.trainableWeights)
    weight.write(tf.randomNormal(weight.shape as number[], 0, 1, 'float32', 3));
  for (const diagnosis of await diagnoses(trained, { xs: tf.add(xs, 0.01), ys }))
    expect(
      ids(diagnosis).filter((id) =>
        ['preparation-mismatch', 'rows-misaligned', 'classes-permuted'].includes(id),
      ),
    ).toEqual([]);
});

test('looking for a repair leaves the model and the data as they were, and no tensor behind', async () => {
  const { xs, ys } = mixed(90);
  const trained = await trainedOn({ xs, ys }, true);
  const weights = async (): Promise<string> =>
    JSON.stringify(
      await Promise.all(trained.model.getWeights().map(async (weight) => [...(await weight.data())])),
    );
  const before = await weights();
  const wrong: readonly TensorData[] = [
    { xs, ys: permuted(ys) },
    { xs: tf.mul(xs, 255), ys },
    { xs, ys: moved(ys, (row, rows) => rows - 1 - row) },
    { xs: tf.add(xs, 0.5), ys: tf.reverse(permuted(ys), [0]) },
  ];
  for (const data of wrong) {
    const tensors = tf.memory().numTensors;
    await diagnoses(trained, data);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(await weights()).toBe(before);
  }
});
