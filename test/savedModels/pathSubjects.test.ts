import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../src/backends/startBackend';
import { diagnose } from '../../src/diagnosis/diagnose';
import { blobs } from '../../src/fixtures/blobs';
import { denseWithBatchNorm } from '../../src/fixtures/denseWithBatchNorm';
import { matchers } from '../../src/matchers';
import { measureBatchNorm } from '../../src/probes/batchNorm/measureBatchNorm';
import { measureModes } from '../../src/probes/modes/measureModes';
import { saveModel } from '../../src/savedModels/saveModel';
import { train } from '../../src/training/train';
import type { TrainedModel } from '../../src/training/TrainedModel';
import type {} from '../../src/types';

expect.extend(matchers);

let folder: string;

beforeAll(async () => {
  await startBackend();
});

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'paths-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const data = () => blobs({ rows: 60, classes: 3, features: 4, seed: 7 });

const trainedWith = (momentum: number): Promise<TrainedModel> =>
  train(() => denseWithBatchNorm({ features: 4, classes: 3, momentum, seed: 7 }), data(), {
    epochs: 10,
    batchSize: 60,
    optimizer: tf.train.adam(0.03),
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
    seed: 7,
  });

/** Runs `work` and holds it to leave no tensor. */
async function leavingNothing<T>(work: () => Promise<T>): Promise<T> {
  const before = tf.memory().numTensors;
  try {
    return await work();
  } finally {
    expect(tf.memory().numTensors).toBe(before);
  }
}

test('a healthy model on disk passes with the recording beside it, and leaves nothing in memory', async () => {
  const trained = await trainedWith(0.5);
  await saveModel(trained, folder);
  const rows = data();
  await leavingNothing(() => expect(folder).toPredictConsistentlyWithTraining(rows));
  await leavingNothing(() => expect(folder).toHaveConvergedBatchNormStats(rows));
  trained.dispose();
});

test('a trapped one fails with the same words as in the test that trained it', async () => {
  const trained = await trainedWith(0.99);
  await saveModel(trained, path.join(folder, 'model.json'));
  const rows = data();
  const spoken = String(await diagnose(trained, rows));
  expect(spoken).toContain('<- moving statistics');
  expect(await leavingNothing(async () => String(await diagnose(folder, rows)))).toBe(spoken);
  await leavingNothing(() =>
    expect(expect(folder).toPredictConsistentlyWithTraining(rows)).rejects.toThrow('<- moving statistics'),
  );
  const modes = await leavingNothing(() => measureModes(folder, rows));
  expect(modes).toEqual(await measureModes(trained, rows));
  const { layers } = await leavingNothing(() => measureBatchNorm(folder, rows));
  expect(layers).toEqual((await measureBatchNorm(trained, rows)).layers);
  trained.dispose();
});

test('without a recording the matcher asks for what is missing', async () => {
  const { model, dispose } = await trainedWith(0.5);
  await saveModel(model, folder);
  const rows = data();
  await leavingNothing(() =>
    expect(expect(folder).toPredictConsistentlyWithTraining(rows, { batchSize: 60 })).rejects.toThrow(
      /recording/,
    ),
  );
  await leavingNothing(() =>
    expect(folder).toPredictConsistentlyWithTraining(rows, {
      fitTime: { loss: 10, acc: 0.1 },
      batchSize: 60,
    }),
  );
  dispose();
});

test('a recording of other weights is refused, and so is a damaged one', async () => {
  const trained = await trainedWith(0.5);
  await saveModel(trained, folder);
  const file = path.join(folder, 'recording.json');
  const text = readFileSync(file, 'utf8');
  const rows = data();
  // As a training job of one's own leaves it, without a digest.
  const others = { ...trained.recording, weightsDigest: '0123456789abcdef' };
  writeFileSync(file, JSON.stringify(others));
  await leavingNothing(() =>
    expect(expect(folder).toPredictConsistentlyWithTraining(rows)).rejects.toThrow(
      `The recording ${file} is of other weights than those of the model beside it.`,
    ),
  );
  for (const damaged of [text.slice(0, -10), text.replace('"rows":60', '"rows":61')]) {
    writeFileSync(file, damaged);
    await leavingNothing(() =>
      expect(expect(folder).toPredictConsistentlyWithTraining(rows)).rejects.toThrow(
        `The recording ${file} is no recording, or a damaged one.`,
      ),
    );
  }
  trained.dispose();
});

test('a path where there is no model names the file that was looked for', async () => {
  await expect(expect('nowhere/at/all').toPredictConsistentlyWithTraining(data())).rejects.toThrow(
    `and there is no file ${path.resolve('nowhere/at/all/model.json')}`,
  );
});
