/**
 * What a recording costs: epochs of the same fit with the recorder among the callbacks and without, in turn. Medians, and the share that the
 * recorder adds to an epoch.
 *
 *     npx tsx bench/recorder.ts
 */
import '../scripts/assembled';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../src/backends/startBackend';
import { recordTraining } from '../src/probes/recording/recordTraining';
import { quantile } from '../src/numeric/quantile';
import { median } from './shared/median';
import { networks } from './steps/networks/networks';

const rounds = { resnet50: 5, mobilenetV2: 7, dense: 31 } as const;

/** Milliseconds of an epoch of `batches` steps. What a fit does once, at its beginning and end, is not in it. */
async function epochMs(
  model: tf.LayersModel,
  xs: tf.Tensor,
  ys: tf.Tensor,
  batchSize: number,
  recorded: boolean,
): Promise<number> {
  const times: number[] = [];
  let start = 0;
  const clock = new tf.CustomCallback({
    onEpochBegin: async () => void (start = performance.now()),
    onEpochEnd: async () => void times.push(performance.now() - start),
  });
  const recorder = recordTraining(model, { xs, ys });
  const callbacks = recorded ? [clock, recorder] : [clock];
  await model.fit(xs, ys, { epochs: 3, batchSize, verbose: 0, callbacks: callbacks as tf.CustomCallback[] });
  return median(times.slice(1));
}

async function main(): Promise<void> {
  console.log(String(await startBackend({ engine: 'wasm' })));
  for (const [name, { build, inputShape, classes }] of Object.entries(networks)) {
    const model = build();
    model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
    const batches = name === 'resnet50' ? 2 : 8;
    const [batchSize, ...shape] = inputShape as [number, ...number[]];
    const rows = batches * batchSize;
    const xs = tf.randomUniform([rows, ...shape], 0, 1, 'float32', 5);
    const labels = Array.from({ length: rows }, (_, row) => row % classes);
    const ys = tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), classes), 'float32');
    const [without, recorded]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds[name as keyof typeof rounds]; round++) {
      without.push(await epochMs(model, xs, ys, batchSize, false));
      recorded.push(await epochMs(model, xs, ys, batchSize, true));
    }
    const ratios = recorded.map((ms, i) => ms / without[i]!);
    console.log(
      `${name.padEnd(12)} a step without ${(median(without) / batches).toFixed(1)} ms, recorded ${(median(recorded) / batches).toFixed(1)} ms: ${(100 * (median(ratios) - 1)).toFixed(1)} % more (quartiles ${[0.25, 0.75].map((p) => (100 * (quantile(ratios, p) - 1)).toFixed(1)).join(' to ')})`,
    );
    tf.dispose([xs, ys]);
    model.dispose();
  }
}

void main();
