import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../../src/backends/startBackend';
import type { BatchRecord, Recording } from '../../../src/probes/recording/Recording';
import { recordTraining } from '../../../src/probes/recording/recordTraining';
import { shortened } from '../../../src/probes/recording/shortened';
import { classes } from '../../builders/kinds';

beforeAll(() => startBackend());

const { layers } = tf;

function network(depth: number): tf.LayersModel {
  const model = tf.sequential({ layers: [layers.batchNormalization({ inputShape: [4] })] });
  for (let i = 0; i < depth; i++) {
    model.add(layers.dense({ units: 4 }));
    model.add(layers.batchNormalization());
  }
  model.add(layers.dense({ units: 3, activation: 'softmax' }));
  model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}

async function recordedFit(depth: number, epochs: number): Promise<ReturnType<typeof recordTraining>> {
  const model = network(depth);
  const { ys } = classes(12, [4]);
  // Their variance is far from 1, where moving variances start.
  const xs = tf.randomNormal([12, 4], 0, 10, 'float32', 3);
  const recorder = recordTraining(model, { xs, ys });
  await model.fit(xs, ys, { epochs, batchSize: 4, verbose: 0, callbacks: recorder });
  return recorder;
}

describe('a recording of version 2', () => {
  test('tells digests of each side, labels, layers, and the way of the moving statistics', async () => {
    const recorder = await recordedFit(2, 3);
    const { recording } = recorder;
    const { xs, ys } = classes(12, [4]);
    const again = recordTraining(network(0), { xs: tf.reverse(xs, [0]), ys });
    expect(recording).toMatchObject({
      version: 2,
      labels: [[4, 4, 4]],
      changes: { inputs: false, targets: false },
    });
    expect(recording.movingStatistics!.map(({ updates }) => updates)).toEqual([3, 6, 9]);
    // 0.99 ^ 9 of the start is left, and each point is nearer to where it goes.
    const variances = recording.movingStatistics!.map(({ layers: of }) => of[0]![1]);
    expect(variances[0]).toBeGreaterThan(1);
    expect(variances[1]).toBeGreaterThan(variances[0]!);
    expect(variances[2]).toBeGreaterThan(variances[1]!);
    expect(recording.layers).toHaveLength(6);
    for (const { digest, norm, sample } of recording.layers!)
      expect([digest.length, norm > 0, sample.length > 2 && sample.length <= 8]).toEqual([12, true, true]);
    expect(recordTraining.fromJSON(JSON.stringify(recorder))).toEqual(recording);
    expect(() => again.recording).toThrow('no fit with this callback has ended');
  });

  test('has the same digest of a side for the rows in any order, and another of other rows', async () => {
    const model = network(0);
    const { xs, ys } = classes(12, [4]);
    const fitted = async (x: tf.Tensor, y: tf.Tensor): Promise<readonly (string | undefined)[]> => {
      const recorder = recordTraining(model, { xs: x, ys: y });
      await model.fit(x, y, { epochs: 1, verbose: 0, callbacks: recorder });
      return [recorder.recording.inputsDigest, recorder.recording.targetsDigest];
    };
    const [inputs, targets] = await fitted(xs, ys);
    expect(await fitted(tf.reverse(xs, [0]), tf.reverse(ys, [0]))).toEqual([inputs, targets]);
    expect(await fitted(tf.add(xs, 1), ys)).toEqual([expect.not.stringContaining(inputs!), targets]);
  });

  test('has a print of each batch, and tells from them whether the fit shuffled', async () => {
    const { xs, ys } = classes(12, [4]);
    const fitted = async (options: tf.ModelFitArgs): Promise<Recording> => {
      const model = network(0);
      const recorder = recordTraining(model, { xs, ys });
      await model.fit(xs, ys, { batchSize: 4, verbose: 0, ...options, callbacks: recorder });
      return recorder.recording;
    };
    const [kept, shuffled, single] = [
      await fitted({ epochs: 3, shuffle: false }),
      await fitted({ epochs: 3 }),
      await fitted({ epochs: 1 }),
    ];
    expect([kept.shuffled, shuffled.shuffled, single.shuffled]).toEqual([false, true, undefined]);
    const sum = ({ lastEpoch }: Recording): number =>
      lastEpoch.reduce((total, { print }) => (total + print!) >>> 0, 0);
    expect(new Set([kept, shuffled, single].map(sum)).size).toBe(1);
    expect(new Set(kept.lastEpoch.map(({ print }) => print)).size).toBe(3);
    expect(recordTraining.fromJSON(JSON.stringify(kept))).toEqual(kept);
    expect(() =>
      recordTraining.fromJSON({ ...kept, lastEpoch: [{ size: 4, metrics: {}, print: 'x' }] }),
    ).toThrow('`lastEpoch`');
  });

  test('is below 200 kB for a thousand epochs, with 53 BatchNorm layers too', async () => {
    const recorder = await recordedFit(53, 2);
    const { recording } = recorder;
    const long = {
      ...recording,
      epochs: Array.from({ length: 1000 }, (_, i) => ({
        loss: Math.fround(1 / (i + 1.1)),
        accuracy: Math.fround(i / 1001),
      })),
      movingStatistics: Array.from({ length: 16 }, () => recording.movingStatistics![0]!),
      lastEpoch: shortened(
        Array.from({ length: 5000 }, (_, i) => ({
          size: 32,
          metrics: { loss: Math.fround(1 / (i + 1.1)), accuracy: Math.fround(i / 5001) },
          print: 2 ** 32 - 1 - i,
        })),
      ),
    };
    expect(JSON.stringify(long).length).toBeLessThan(200_000);
  });

  test('of version 1 is read, and of version 3 refused', () => {
    const first = {
      version: 1,
      epochs: [{ loss: 0.5, accuracy: 0.75 }],
      lastEpoch: [{ size: 4, metrics: { loss: 0.5, accuracy: 0.75 } }],
      updates: 1,
      batchSize: 4,
      rows: 4,
      penalty: 0,
      dataDigest: '0123456789abcdef',
      weightsDigest: '0123456789abcdef',
      batchNormStart: { norm: { mean: 0, variance: 1 } },
      shuffled: true,
      seed: 3,
    };
    expect(recordTraining.fromJSON(JSON.stringify(first))).toEqual(first);
    const diverged = {
      ...first,
      version: 2,
      layers: [{ digest: '0123456789ab', norm: null, sample: [null, 1] }],
      movingStatistics: [{ updates: 1, layers: [[null, 2]] }],
    };
    expect(recordTraining.fromJSON(diverged)).toMatchObject({
      layers: [{ norm: NaN, sample: [NaN, 1] }],
      movingStatistics: [{ updates: 1, layers: [[NaN, 2]] }],
    });
    expect(() => recordTraining.fromJSON({ ...first, version: 3 })).toThrow(
      'a recording of a later version needs a later jest-model-regression',
    );
    expect(() => recordTraining.fromJSON({ ...first, layers: [{ digest: 3 }] })).toThrow('`layers`');
  });
});

describe('shortened', () => {
  const batches = (count: number): BatchRecord[] =>
    Array.from({ length: count }, (_, i) => ({
      size: 1 + (i % 3),
      metrics: { loss: i },
      print: 2 ** 31 + i,
    }));
  const total = (of: readonly BatchRecord[], value: (batch: BatchRecord) => number): number =>
    of.reduce((sum, batch) => sum + value(batch), 0);

  test.each([1, 255, 256, 257, 258, 1000, 5001])('keeps sums and the last batch of %d batches', (count) => {
    const all = batches(count);
    const short = shortened(all);
    expect(short.length).toBeLessThanOrEqual(256);
    expect(short.at(-1)).toEqual(all.at(-1));
    expect(total(short, ({ size }) => size)).toBe(total(all, ({ size }) => size));
    const printed = (of: readonly BatchRecord[]): number => total(of, ({ print }) => print!) % 2 ** 32;
    expect(printed(short)).toBe(printed(all));
    const weighted = (of: readonly BatchRecord[]): number =>
      total(of, ({ size, metrics }) => size * metrics['loss']!);
    expect(weighted(short)).toBeCloseTo(weighted(all), 5);
  });
});
