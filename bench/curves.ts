/**
 * Five small networks trained from the same weights on the same batches, on our WASM engine and on TensorFlow itself (tfjs-node): the loss of every
 * batch, side by side. Both compute in float32, and what rounding tells apart a training takes further apart.
 *
 *     npm run bench:curves
 *
 * Exit code 1 where the losses of a batch are further apart than the band, in parts of the loss of the first batch.
 */
import '../scripts/assembled';
import * as tf from '@tensorflow/tfjs';
import { withSeededRandom } from '../src/probes/passes/withSeededRandom';
import { networks, type Network } from './curves/networks';
import { startTfjsNode } from './shared/startTfjsNode';
import { startWasm } from './steps/startWasm';

const band = 0.01;

type Weights = readonly { readonly shape: readonly number[]; readonly values: Float32Array }[];

async function startWeights({ model: build }: Network): Promise<Weights> {
  const model = await withSeededRandom(7, build);
  const weights = await Promise.all(
    model
      .getWeights()
      .map(async (tensor) => ({ shape: tensor.shape, values: await tensor.data<'float32'>() })),
  );
  model.dispose();
  return weights;
}

/** The loss of each batch, in their order. */
async function curveOn(
  backend: string,
  { model: build, data, optimizer, loss, batchSize, epochs }: Network,
  weights: Weights,
): Promise<readonly number[]> {
  await tf.setBackend(backend);
  const model = build();
  model.setWeights(weights.map(({ shape, values }) => tf.tensor(values, [...shape])));
  model.compile({ optimizer: optimizer(), loss });
  const { xs, ys } = data();
  const losses: number[] = [];
  const onBatchEnd = (_batch: number, logs?: tf.Logs): void => void losses.push(logs!['loss']!);
  await model.fit(xs, ys, { batchSize, epochs, shuffle: false, verbose: 0, callbacks: { onBatchEnd } });
  tf.dispose([xs, ys]);
  model.dispose();
  return losses;
}

async function main(): Promise<void> {
  const ours = await startWasm({ shared: true, kernels: {} });
  const other = startTfjsNode();
  console.log(`${ours}\nagainst ${other}; band ${band} of the first loss\n`);
  console.log(`${'network'.padEnd(30)} batches  first loss  last loss: ours  TensorFlow  largest difference`);
  for (const [name, network] of Object.entries(networks)) {
    await tf.setBackend('wasm');
    const weights = await startWeights(network);
    const [wasm, tensorflow] = [
      await curveOn('wasm', network, weights),
      await curveOn('tensorflow', network, weights),
    ];
    const [first] = tensorflow as [number];
    const apart = wasm.map((loss, batch) => Math.abs(loss - tensorflow[batch]!) / first);
    const largest = Math.max(...apart);
    // Not `>`, which NaN would pass.
    const isOutside = !(largest <= band);
    if (isOutside) process.exitCode = 1;
    console.log(
      `${name.padEnd(30)} ${String(wasm.length).padStart(7)}  ${first.toFixed(4).padStart(10)}  ${wasm.at(-1)!.toFixed(6).padStart(15)}  ${tensorflow.at(-1)!.toFixed(6).padStart(10)}  ${largest.toExponential(1)} in batch ${apart.indexOf(largest) + 1}${isOutside ? '   <- OUTSIDE' : ''}`,
    );
  }
}

void main().catch((error: unknown) => {
  console.error((error as Error).message);
  process.exitCode = 2;
});
