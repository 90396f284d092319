/** Trains a network by seed, prints what came of it, and has nothing else to do: the process is over if nobody holds it. */
import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../../../src/backends/startBackend';
import type { OwnKernels } from '../../../../src/backends/wasm/own/OwnKernels';
import { ownKernels } from '../../../../src/backends/wasm/own/startOwnKernels';

const { add, dense, batchNormalization, conv2d, flatten } = tf.layers;

function network(): tf.LayersModel {
  let seed = 0;
  const kernelInitializer = (): ReturnType<typeof tf.initializers.glorotUniform> =>
    tf.initializers.glorotUniform({ seed: ++seed });
  const convolution = (strides = 1): ReturnType<typeof conv2d> =>
    conv2d({ filters: 32, kernelSize: 3, padding: 'same', strides, kernelInitializer: kernelInitializer() });
  const input = tf.input({ shape: [12, 12, 8] });
  const first = batchNormalization().apply(convolution().apply(input)) as tf.SymbolicTensor;
  // Twice: the second gradient of its filter is added to the first.
  const shared = convolution();
  const twice = shared.apply(shared.apply(first)) as tf.SymbolicTensor;
  const last = convolution(2).apply(add().apply([first, twice]));
  const hidden = dense({ units: 64, activation: 'relu', kernelInitializer: kernelInitializer() });
  const output = dense({ units: 8, kernelInitializer: kernelInitializer() });
  const outputs = output.apply(hidden.apply(flatten().apply(last))) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs });
}

/** The most products that were being computed at the same time, so far. */
function overlapping(): () => number {
  const kernels = ownKernels(tf.backend()) as { startProduct: OwnKernels['startProduct'] };
  const { startProduct } = kernels;
  let [open, most] = [0, 0];
  kernels.startProduct = (...args) => {
    const finish = startProduct(...args);
    if (finish === undefined) return undefined;
    most = Math.max(most, ++open);
    return () => {
      open--;
      finish();
    };
  };
  return () => most;
}

/** Tensors that there are more of after the gradient of a filter has been asked for, and before anybody has read it. */
function gradientAlone(x: tf.Tensor4D): number {
  const filter = tf.ones<tf.Rank.R4>([3, 3, 8, 32]);
  const before = tf.memory().numTensors;
  tf.grad((taps: tf.Tensor) => tf.conv2d(x, taps as tf.Tensor4D, 1, 'same').sum())(filter);
  return tf.memory().numTensors - before;
}

async function main(): Promise<void> {
  const { threads } = await startBackend({ engine: 'wasm' });
  await setTimeout(1);
  let hired = 0;
  process.on('worker', () => (hired += 1));
  const overlapped = overlapping();
  const model = network();
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
  const x = tf.randomNormal<tf.Rank.R4>([48, 12, 12, 8], 0, 1, 'float32', 5);
  const y = tf.randomNormal([48, 8], 0, 1, 'float32', 6);
  // The first of these are computed by one thread: the others take a moment to start.
  for (let step = 0; step < 60; step++) {
    await model.trainOnBatch(x, y);
    await setTimeout(10);
  }
  const hash = createHash('sha256');
  for (const weight of model.getWeights()) hash.update(weight.dataSync());
  process.stdout.write(
    JSON.stringify({
      threads,
      hired,
      overlapped: overlapped(),
      left: gradientAlone(x),
      weights: hash.digest('hex'),
      end: Date.now(),
    }),
  );
}

void main();
