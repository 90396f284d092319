/**
 * How far predictions are apart that should be the same: of one set of weights on two engines, and of weights that two engines trained
 * from the same start, rows and seed. What the default tolerances of prediction snapshots are argued from (decisions/0023).
 *
 *     npx tsx bench/enginePairs.ts
 */
import '../scripts/assembled';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import * as tf from '@tensorflow/tfjs';
import { installTrainingKernels } from '../src/backends/wasm/installTrainingKernels';
import { blobs } from '../src/fixtures/blobs';
import { convWithBatchNorm } from '../src/fixtures/convWithBatchNorm';
import { denseWithBatchNorm } from '../src/fixtures/denseWithBatchNorm';
import { resnet50 } from '../src/fixtures/resnet50';
import { withSeededRandom } from '../src/probes/passes/withSeededRandom';
import { OutputComparer } from '../src/snapshot/compare/OutputComparer';
import type { OutputComparison } from '../src/snapshot/compare/OutputComparison';

const engines = ['wasm', 'wasm, recomposed', 'cpu'] as const;
type Engine = (typeof engines)[number];

interface Network {
  readonly model: () => tf.LayersModel;
  readonly data: () => { readonly xs: tf.Tensor; readonly ys: tf.Tensor };
  readonly epochs: number;
  readonly loss: string;
}

const classified = (shape: readonly number[], classes: number): (() => ReturnType<Network['data']>) => {
  const rows = shape[0]!;
  return () => {
    const labels = Array.from({ length: rows }, (_, row) => row % classes);
    const noise = tf.randomNormal([...shape], 0, 1, 'float32', 11);
    const means = tf.tensor(labels, [rows, ...shape.slice(1).map(() => 1)]);
    return { xs: tf.add(noise, means), ys: tf.oneHot(tf.tensor1d(labels, 'int32'), classes).toFloat() };
  };
};

/** With start weights that are the same numbers on every engine: no `orthogonal`, which is computed on the engine. */
const uniform = (seed: number): ReturnType<typeof tf.initializers.glorotUniform> =>
  tf.initializers.glorotUniform({ seed });

const networks: Readonly<Record<string, Network>> = {
  'dense, BatchNorm': {
    model: () => denseWithBatchNorm({ features: 8, classes: 5, momentum: 0.9, seed: 7 }),
    data: () => blobs({ rows: 200, classes: 5, features: 8, standardDeviation: 4, seed: 7 }),
    epochs: 20,
    loss: 'categoricalCrossentropy',
  },
  'convolutions, BatchNorm': {
    model: () => convWithBatchNorm({ inputShape: [16, 16, 1], classes: 4, momentum: 0.9, seed: 7 }),
    data: classified([96, 16, 16, 1], 4),
    epochs: 10,
    loss: 'categoricalCrossentropy',
  },
  LSTM: {
    model: () =>
      tf.sequential({
        layers: [
          tf.layers.lstm({
            units: 16,
            inputShape: [12, 4],
            kernelInitializer: uniform(1),
            recurrentInitializer: uniform(2),
          }),
          tf.layers.dense({ units: 3, activation: 'softmax', kernelInitializer: uniform(3) }),
        ],
      }),
    data: classified([90, 12, 4], 3),
    epochs: 10,
    loss: 'categoricalCrossentropy',
  },
  regression: {
    model: () =>
      tf.sequential({
        layers: [
          tf.layers.dense({ units: 32, inputShape: [8], activation: 'tanh', kernelInitializer: uniform(1) }),
          tf.layers.dense({ units: 1, kernelInitializer: uniform(2) }),
        ],
      }),
    data: () => {
      const { xs } = blobs({ rows: 200, classes: 5, features: 8, seed: 7 });
      return { xs, ys: tf.sum(xs, 1, true) };
    },
    epochs: 20,
    loss: 'meanSquaredError',
  },
};

async function start(engine: Engine): Promise<void> {
  // Without tfjs' advice to install tfjs-node.
  tf.env().set('PROD', true);
  await import('@tensorflow/tfjs-backend-wasm');
  await tf.setBackend(engine === 'cpu' ? 'cpu' : 'wasm');
  if (engine !== 'cpu') installTrainingKernels({ kernels: engine === 'wasm' ? 'own' : 'recomposed' });
}

interface Numbers {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

async function numbersOf(tensor: tf.Tensor): Promise<Numbers> {
  return { shape: tensor.shape, values: Array.from(await tensor.data()) };
}

async function trainedOn(engine: Engine): Promise<Readonly<Record<string, Numbers>>> {
  await start(engine);
  const all: Record<string, Numbers> = {};
  for (const [name, { model: made, data, epochs, loss }] of Object.entries(networks)) {
    all[name] = await withSeededRandom(7, async () => {
      const model = made();
      const { xs, ys } = data();
      model.compile({ optimizer: 'adam', loss });
      await model.fit(xs, ys, { epochs, batchSize: 16, verbose: 0 });
      return numbersOf(model.predict(xs) as tf.Tensor);
    });
  }
  return all;
}

/** One set of weights, made on cpu and moved. */
async function sameWeights(): Promise<Readonly<Record<string, readonly [Numbers, Numbers]>>> {
  await start('cpu');
  const largest: Network = {
    model: () => resnet50({ inputShape: [64, 64, 1], classes: 10, seed: 7 }),
    data: classified([4, 64, 64, 1], 4),
    epochs: 0,
    loss: '',
  };
  const all: Record<string, [Numbers, Numbers]> = {};
  for (const [name, { model: made, data }] of Object.entries({ ...networks, ResNet50: largest })) {
    const [model, { xs }] = [made(), data()];
    const onCpu = await numbersOf(model.predict(xs) as tf.Tensor);
    await start('wasm');
    all[name] = [onCpu, await numbersOf(model.predict(xs) as tf.Tensor)];
    await tf.setBackend('cpu');
  }
  return all;
}

function compared(stored: Numbers, predicted: Numbers): OutputComparison {
  const decision = predicted.shape[1]! > 1 ? 'argmax' : 'none';
  const output = { name: '', dtype: 'float32', decision, shape: predicted.shape } as const;
  const comparer = new OutputComparer(
    { ...output, values: Float32Array.from(predicted.values) },
    { atol: 0, rtol: 0 },
  );
  comparer.add(0, Float32Array.from(stored.values));
  return comparer.result();
}

function line(pair: string, network: string, stored: Numbers, predicted: Numbers): string {
  const { largest, wouldPass, flips, decisions } = compared(stored, predicted);
  const size = Math.max(...stored.values.map(Math.abs));
  const flipped = decisions === 0 ? '-' : `${flips} of ${decisions}`;
  return [
    pair.padEnd(26),
    network.padEnd(26),
    largest.toExponential(1).padStart(10),
    wouldPass.rtol.toExponential(1).padStart(12),
    size.toPrecision(3).padStart(10),
    flipped.padStart(11),
  ].join('');
}

const heading = [
  'engines'.padEnd(26),
  'network'.padEnd(26),
  'largest'.padStart(10),
  'relative'.padStart(12),
  'of'.padStart(10),
  'flips'.padStart(11),
].join('');

async function main(): Promise<void> {
  console.log('One set of weights, two engines');
  console.log(heading);
  for (const [network, [stored, predicted]] of Object.entries(await sameWeights()))
    console.log(line('cpu, wasm', network, stored, predicted));
  const trained: Partial<Record<string, Readonly<Record<string, Numbers>>>> = {};
  for (const run of [...engines, 'wasm, again']) {
    const child = fork(__filename, [run.replace(', again', '')], { execArgv: process.execArgv });
    trained[run] = ((await once(child, 'message')) as [Readonly<Record<string, Numbers>>])[0];
  }
  console.log('\nTrained from the same start, on the same rows, under the same seed');
  console.log(heading);
  for (const other of ['wasm, again', 'wasm, recomposed', 'cpu']) {
    for (const network of Object.keys(networks))
      console.log(
        line(
          `wasm, ${other.replace('wasm, ', '')}`,
          network,
          trained['wasm']![network]!,
          trained[other]![network]!,
        ),
      );
  }
}

const [engine] = process.argv.slice(2) as Engine[];
if (engine === undefined) void main();
else void trainedOn(engine).then((all) => process.send!(all, () => process.disconnect()));
