import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { diagnose, recalibrateBatchNorm, recordTraining, train } from 'jest-model-regression';

const rows = 48;
const classOf = (row: number): number => row % 3;
const features = Array.from({ length: rows }, (_, row) => [
  20 + 9 * classOf(row),
  3 * ((row * 7) % 5),
  40 - row / 8,
]);
const oneHot = Array.from({ length: rows }, (_, row) => [0, 1, 2].map((c) => Number(classOf(row) === c)));
const sizes = features.map(([a]) => [(a! - 29) / 9]);

function network(momentum: number): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.batchNormalization({ momentum, inputShape: [3] }),
      tf.layers.dense({ units: 8, activation: 'relu' }),
      tf.layers.dense({ units: 3, activation: 'softmax' }),
    ],
  });
}

function twoOutputs(momentum: number): tf.LayersModel {
  const [left, right] = [tf.input({ shape: [2], name: 'left' }), tf.input({ shape: [1], name: 'right' })];
  const both = tf.layers.concatenate().apply([left, right]) as tf.SymbolicTensor;
  const norm = tf.layers.batchNormalization({ momentum }).apply(both) as tf.SymbolicTensor;
  const kind = tf.layers
    .dense({ units: 3, activation: 'softmax', name: 'kind' })
    .apply(norm) as tf.SymbolicTensor;
  const size = tf.layers.dense({ units: 1, name: 'size' }).apply(norm) as tf.SymbolicTensor;
  return tf.model({ inputs: [left, right], outputs: [kind, size] });
}

const compile = { optimizer: tf.train.adam(0.03), loss: 'categoricalCrossentropy', metrics: ['accuracy'] };

test('a factory is trained inside the matcher, on nested numbers', async () => {
  const data = { xs: features, ys: oneHot };
  const healthy = { train: { ...compile, epochs: 60, batchSize: 16 } };
  await expect(() => network(0.8)).toPredictConsistentlyWithTraining(data, healthy);
  await expect(() => network(0.8)).toHaveConvergedBatchNormStats(data, healthy);
  const trapped = { train: { ...compile, epochs: 8, batchSize: 48 } };
  await expect(() => network(0.99)).not.toHaveConvergedBatchNormStats(data, trapped);
});

test('a dataset is streamed, and a generator', async () => {
  const dataset = tf.data.zip({ xs: tf.data.array(features), ys: tf.data.array(oneHot) }).batch(16);
  const trained = await train(() => network(0.99), dataset, { ...compile, epochs: 20 });
  await expect(trained).not.toHaveConvergedBatchNormStats();
  await recalibrateBatchNorm(trained);
  await expect(trained).toHaveConvergedBatchNormStats();
  const generator = function* () {
    for (let at = 0; at < rows; at += 16)
      yield { xs: features.slice(at, at + 16), ys: oneHot.slice(at, at + 16) };
  };
  await expect(trained.model).toHaveConvergedBatchNormStats(generator);
  expect((await diagnose(trained.model, generator, { recording: trained.recording })).verdict.kind).not.toBe(
    'other rows',
  );
});

test('several inputs and outputs go by name, each output with a loss of its own', async () => {
  const data = {
    xs: {
      right: features.map(([, , c]) => [c!]),
      left: { values: Float64Array.from(features.flatMap(([a, b]) => [a!, b!])), shape: [rows, 2] },
    },
    ys: { size: sizes, kind: oneHot },
  };
  const options = {
    optimizer: 'adam' as const,
    loss: { kind: 'categoricalCrossentropy', size: 'meanSquaredError' },
    metrics: { kind: 'accuracy' },
  };
  const trained = await train(() => twoOutputs(0.99), data, { ...options, epochs: 4, batchSize: 16 });
  const diagnosis = await diagnose(trained);
  const { consistent, ladder } = diagnosis;
  expect(consistent).toBe(false);
  expect(diagnosis.toHTML()).toMatch(/^<!doctype html>[^]*<h2>The mode ladder<\/h2>[^]*Chart\.js v4/);
  expect(Object.keys(ladder[0]!.metrics)).toEqual(
    expect.arrayContaining(['kind_accuracy', 'kind_loss', 'size_loss', 'loss']),
  );
  await expect(trained).not.toPredictConsistentlyWithTraining();
  await recalibrateBatchNorm(trained);
  await expect(trained).toHaveConvergedBatchNormStats();
});

test('a recording lies beside the model that a training job left, whose loss is a function', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'recording-')), 'recording.json');
  const model = network(0.8);
  const squared = (t: tf.Tensor, p: tf.Tensor): tf.Tensor => tf.mean(tf.square(tf.sub(t, p)), -1);
  model.compile({ optimizer: tf.train.adam(0.03), loss: squared, metrics: ['categoricalAccuracy'] });
  const [xs, ys] = [tf.tensor2d(features), tf.tensor2d(oneHot)];
  const recorder = recordTraining(model, { xs, ys });
  await model.fit(xs, ys, { epochs: 60, batchSize: 16, verbose: 0, callbacks: recorder });
  writeFileSync(file, JSON.stringify(recorder));

  const recording = recordTraining.fromJSON(readFileSync(file, 'utf8'));
  const judged = expect(model).toPredictConsistentlyWithTraining({ xs, ys }, { recording });
  await expect(judged).rejects.toThrow(
    'The option `lossTolerance` of toPredictConsistentlyWithTraining is missing',
  );
  await expect(model).toPredictConsistentlyWithTraining({ xs, ys }, { recording, lossTolerance: 0.02 });
});
