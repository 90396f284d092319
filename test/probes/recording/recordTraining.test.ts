import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { startBackend } from '../../../src/backends/startBackend';
import { diagnose } from '../../../src/diagnosis/diagnose';
import { HeldRows } from '../../../src/input/HeldRows';
import { matchers } from '../../../src/matchers';
import { measureModes } from '../../../src/probes/modes/measureModes';
import { withSeededRandom } from '../../../src/probes/passes/withSeededRandom';
import { recordTraining } from '../../../src/probes/recording/recordTraining';
import { digestOf } from '../../../src/probes/recording/digestOf';
import { weightsDigest } from '../../../src/probes/recording/weightsDigest';
import { networks, threeClasses } from '../../builders/networks';

expect.extend(matchers);
beforeAll(() => startBackend());

function compiled(learningRate = 0.02): tf.LayersModel {
  const model = networks['dense']!.build(0.99);
  model.compile({
    optimizer: tf.train.adam(learningRate),
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
  });
  return model;
}

/** The lists that tfjs calls every callback of; `[plain, tf.Callback]` loses the second and `[recorder, plain]` is ours. */
const lists = {
  'the recorder alone': (recorder: object) => recorder,
  'a list of one': (recorder: object) => [recorder],
  'a plain object first': (recorder: object) => [{ onEpochEnd: async () => undefined }, recorder],
  'a plain object after': (recorder: object) => [recorder, { onEpochEnd: async () => undefined }],
  'a tf.Callback first': (recorder: object) => [
    tf.callbacks.earlyStopping({ monitor: 'loss', patience: 9 }),
    recorder,
  ],
  'a custom tf.Callback first': (recorder: object) => [new tf.CustomCallback({}), recorder],
} as const;

describe('recordTraining', () => {
  test.each(Object.entries(lists))('records with %s', async (_name, listed) => {
    const [model, { xs, ys }] = [compiled(), threeClasses([4], { rows: 20 })];
    const recorder = recordTraining(model, { xs, ys });
    const { history } = await model.fit(xs, ys, {
      epochs: 3,
      batchSize: 8,
      verbose: 0,
      callbacks: listed(recorder) as tf.CustomCallbackArgs,
    });
    const { epochs, lastEpoch, updates, batchSize, rows, penalty } = recorder.recording;
    expect(epochs.map(({ loss }) => loss)).toEqual(history['loss']);
    expect(epochs.map(({ accuracy }) => accuracy)).toEqual(history['acc']);
    expect(lastEpoch.map(({ size }) => size)).toEqual([8, 8, 4]);
    expect({ updates, batchSize, rows, penalty }).toEqual({ updates: 9, batchSize: 8, rows: 20, penalty: 0 });
    const weighted = lastEpoch.reduce((sum, { size, metrics }) => sum + size * metrics['loss']!, 0) / 20;
    expect(weighted).toBeCloseTo(epochs[2]!['loss']!, 5);
  });

  test('gives the same verdict after a round trip through JSON', async () => {
    const model = await withSeededRandom(7, () => compiled());
    const { xs, ys } = threeClasses([4], { rows: 24 });
    const recorder = recordTraining(model, { xs, ys });
    await model.fit(xs, ys, { epochs: 12, batchSize: 24, verbose: 0, callbacks: recorder });
    const restored = recordTraining.fromJSON(JSON.stringify(recorder));
    expect(restored).toEqual(recorder.recording);
    expect(recordTraining.fromJSON(JSON.parse(JSON.stringify(recorder)))).toEqual(restored);
    const direct = await diagnose(model, { xs, ys }, { recording: recorder });
    const after = await diagnose(model, { xs, ys }, { recording: restored });
    expect(String(after)).toBe(String(direct));
    expect(after.toJSON()).toEqual(direct.toJSON());
    expect(direct.consistent).toBe(false);
  });

  test('keeps the NaN of a fit that diverged through JSON', async () => {
    const [model, { xs, ys }] = [compiled(), threeClasses([4], { rows: 6 })];
    const recorder = recordTraining(model, { xs, ys });
    await model.fit(xs, ys, { epochs: 1, verbose: 0, callbacks: recorder });
    const { recording } = recorder;
    const diverged = { ...recording, epochs: [{ loss: NaN, accuracy: 0.5 }] };
    expect(recordTraining.fromJSON(JSON.stringify(diverged))).toEqual(diverged);
  });

  test('starts afresh with a second fit', async () => {
    const [model, { xs, ys }] = [compiled(), threeClasses([4], { rows: 20 })];
    const recorder = recordTraining(model, { xs, ys });
    await model.fit(xs, ys, { epochs: 3, batchSize: 8, verbose: 0, callbacks: recorder });
    const first = recorder.recording;
    const { history } = await model.fit(xs, ys, {
      epochs: 1,
      batchSize: 20,
      verbose: 0,
      callbacks: recorder,
    });
    const second = recorder.recording;
    expect(first.updates).toBe(9);
    expect(second.updates).toBe(1);
    expect(second.epochs).toHaveLength(1);
    expect(second.epochs[0]!['loss']).toBe(history['loss']![0]);
    expect(second.batchSize).toBe(20);
    expect(second.dataDigest).toBe(first.dataDigest);
    expect(second.weightsDigest).not.toBe(first.weightsDigest);
  });

  test('keeps the start values that the fit found', async () => {
    const [model, { xs, ys }] = [compiled(), threeClasses([4], { rows: 20 })];
    const recorder = recordTraining(model, { xs, ys });
    await model.fit(xs, ys, { verbose: 0, callbacks: recorder });
    expect(recorder.recording.batchNormStart).toEqual({
      bn_1: { mean: 0, variance: 1 },
      bn_2: { mean: 0, variance: 1 },
    });
    const moved = Array.from((model.getLayer('bn_1').getWeights()[2] as tf.Tensor).dataSync());
    await model.fit(xs, ys, { verbose: 0, callbacks: recorder });
    expect(recorder.recording.batchNormStart['bn_1']!.mean).toEqual(moved);
  });

  test.each([
    ['before a fit', async () => undefined],
    [
      'after a fit of no epoch',
      async (
        model: tf.LayersModel,
        recorder: tf.CustomCallbackArgs,
        { xs, ys }: { xs: tf.Tensor; ys: tf.Tensor },
      ) => {
        await model.fit(xs, ys, { epochs: 0, verbose: 0, callbacks: recorder });
      },
    ],
  ])('has nothing to give %s', async (_when, fit) => {
    const [model, rows] = [compiled(), threeClasses([4], { rows: 6 })];
    const recorder = recordTraining(model, rows);
    await fit(model, recorder, rows);
    expect(() => recorder.recording).toThrow(/^The recording of recordTraining is empty: /);
    expect(() => JSON.stringify(recorder)).toThrow(/Next: pass the recorder to fit/);
    await expect(measureModes(model, rows, { recording: recorder })).rejects.toThrow(/is empty/);
  });

  test('says what fromJSON was given when it is no recording', () => {
    expect(() => recordTraining.fromJSON('{"loss":[1]}')).toThrow(
      new TypeError(
        'The JSON given to recordTraining.fromJSON is an object with loss.\n' +
          '  Allowed: a recording of version 1 or 2, as JSON.stringify(recorder) writes it.\n' +
          '  Next: pass what the training job wrote; a recording of a later version needs a later jest-model-regression.',
      ),
    );
    expect(() => recordTraining.fromJSON('{"version":3,"epochs":[],"updates":3}')).toThrow(/version 1/);
  });

  test('says that text is no JSON', () => {
    expect(() => recordTraining.fromJSON('not json')).toThrow(
      /^The JSON given to recordTraining\.fromJSON is "not json"\./,
    );
  });

  test('leaves no tensor behind', async () => {
    const [model, { xs, ys }] = [compiled(), threeClasses([4], { rows: 20 })];
    await model.fit(xs, ys, { epochs: 1, batchSize: 8, verbose: 0 });
    const before = tf.memory().numTensors;
    await model.fit(xs, ys, {
      epochs: 2,
      batchSize: 8,
      verbose: 0,
      callbacks: recordTraining(model, { xs, ys }),
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  test('does not change what is trained', async () => {
    const digests: string[] = [];
    for (const recorded of [true, false]) {
      const [model, { xs, ys }] = [compiled(), threeClasses([4], { rows: 20 })];
      const start = threeClasses([4], { rows: 20, seed: 3 });
      model.setWeights(
        model.getWeights().map((weight, i) => tf.randomUniform(weight.shape, 0.1, 1, 'float32', i + 1)),
      );
      await model.fit(xs, ys, {
        epochs: 2,
        batchSize: 8,
        shuffle: false,
        verbose: 0,
        callbacks: recorded ? recordTraining(model, start) : [],
      });
      digests.push(await weightsDigest(model));
    }
    expect(digests[0]).toBe(digests[1]);
  });
});

test('a recording of one loss is no promise about another', async () => {
  const data = threeClasses([4], { rows: 12 });
  const model = compiled();
  const recording = recordTraining(model, data);
  await model.fit(data.xs, data.ys, { epochs: 1, verbose: 0, callbacks: recording });
  expect(recording.recording.losses).toEqual(['categoricalCrossentropy']);
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  const judged = expect(model).toPredictConsistentlyWithTraining(data, { recording });
  await expect(judged).rejects.toThrow(
    'is one of a fit with the loss categoricalCrossentropy, for a model with the loss meanSquaredError',
  );
  model.dispose();
});

describe('digestOf', () => {
  const numbers = fc.float({ noNaN: true });
  const rows = fc.array(fc.tuple(numbers, numbers, fc.integer({ min: 0, max: 3 })), {
    minLength: 1,
    maxLength: 12,
  });
  const digestOfRows = async (of: readonly (readonly [number, number, number])[]): Promise<string> => {
    const xs = tf.tensor2d(of.map(([a, b]) => [a, b]));
    const ys = tf.tensor2d(of.map(([, , y]) => [y]));
    const { rows: digest } = await digestOf(new HeldRows([xs], [ys], []));
    tf.dispose([xs, ys]);
    return digest;
  };

  test('is the same for every order of the rows', async () => {
    const shuffled = rows.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
    );
    await fc.assert(
      fc.asyncProperty(shuffled, async ([all, order]) => {
        expect(await digestOfRows(order)).toBe(await digestOfRows(all));
      }),
    );
  });

  test('is another when a number changes, a target moves to another row, or a row is repeated', async () => {
    const all = [
      [1, 2, 0],
      [3, 4, 1],
    ] as const;
    const others = [
      [[1, 2.0000002, 0], all[1]],
      [
        [1, 2, 1],
        [3, 4, 0],
      ],
      [...all, all[0]],
      [all[0], all[0]],
    ] as [number, number, number][][];
    const digests = await Promise.all([all, ...others].map(digestOfRows));
    expect(new Set(digests).size).toBe(5);
    for (const digest of digests) expect(digest).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe('weightsDigest', () => {
  test('leaves moving statistics out, and nothing else', async () => {
    const model = compiled();
    const before = await weightsDigest(model);
    const bn = model.getLayer('bn_2').weights as unknown as { name: string; val: tf.Variable }[];
    for (const { name, val } of bn) {
      const old = tf.clone(val);
      val.assign(tf.fill(val.shape, 7));
      const after = await weightsDigest(model);
      if (name.includes('moving')) expect(after).toBe(before);
      else expect(after).not.toBe(before);
      val.assign(old);
    }
    expect(await weightsDigest(model)).toBe(before);
  });
});

test('a loss with a regulariser is promised without it, in every epoch position', async () => {
  const { xs, ys } = threeClasses([4], { rows: 21 });
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        units: 3,
        inputShape: [4],
        activation: 'softmax',
        kernelRegularizer: tf.regularizers.l2({ l2: 0.4 }),
      }),
    ],
  });
  model.compile({ optimizer: tf.train.sgd(0.01), loss: 'categoricalCrossentropy' });
  const recorder = recordTraining(model, { xs, ys });
  await model.fit(xs, ys, { epochs: 1, batchSize: 21, verbose: 0, callbacks: recorder });
  const promised = (await measureModes(model, { xs, ys }, { recording: recorder })).ladder[0]!.metrics[
    'loss'
  ]!;
  expect(promised).toBeCloseTo(recorder.recording.epochs[0]!['loss']! - recorder.recording.penalty, 10);
  expect(recorder.recording.penalty).toBeGreaterThan(0.1);
});
