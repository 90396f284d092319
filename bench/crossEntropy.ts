/**
 * What the own kernels of softmax and cross-entropy save of a step: a small network that is compiled with `categoricalCrossentropy` by name, beside the same
 * one with a function that calls it, which goes through tfjs' operations. Interleaved; medians of 20 steps each.
 *
 *     npx tsx bench/crossEntropy.ts
 */
import '../scripts/assembled';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../src/backends/startBackend';
import { median } from './shared/median';

const [rounds, steps, rows, classes] = [80, 20, 16, 4];

function network(loss: NonNullable<tf.ModelCompileArgs['loss']>): tf.LayersModel {
  const { layers } = tf;
  const model = tf.sequential({
    layers: [
      layers.dense({ units: 16, inputShape: [196] }),
      layers.batchNormalization(),
      layers.reLU(),
      layers.dense({ units: 16, activation: 'tanh' }),
      layers.dense({ units: classes, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer: 'adam', loss });
  return model;
}

async function run(): Promise<void> {
  await startBackend({ engine: 'wasm' });
  const xs = tf.randomUniform([rows, 196], 0, 1, 'float32', 1);
  const labels = tf.tensor1d(
    Array.from({ length: rows }, (_, row) => row % classes),
    'int32',
  );
  const ys = tf.cast(tf.oneHot(labels, classes), 'float32');
  const models = {
    own: network('categoricalCrossentropy'),
    operations: network((targets, outputs) => tf.metrics.categoricalCrossentropy(targets, outputs)),
  };
  const times = { own: [] as number[], operations: [] as number[] };
  for (let round = 0; round < rounds; round++)
    for (const name of ['own', 'operations'] as const) {
      const started = performance.now();
      for (let step = 0; step < steps; step++) await models[name].trainOnBatch(xs, ys);
      times[name].push((performance.now() - started) / steps);
    }
  for (const name of ['own', 'operations'] as const) {
    const { kernels } = await tf.profile(() => models[name].trainOnBatch(xs, ys));
    console.log(
      `${name.padEnd(12)}${median(times[name]).toFixed(2)} ms a step, ${kernels.length} calls of kernels`,
    );
  }
  console.log(`ratio       ${(median(times.operations) / median(times.own)).toFixed(2)}`);
}

void run();
