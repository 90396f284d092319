/** Trains a network by seed, prints what came of it, and has nothing else to do: the process is over if nobody holds it. */
import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../../../src/backends/startBackend';

const { dense, batchNormalization, conv2d, flatten } = tf.layers;

function network(): tf.LayersModel {
  let seed = 0;
  const kernelInitializer = (): ReturnType<typeof tf.initializers.glorotUniform> =>
    tf.initializers.glorotUniform({ seed: ++seed });
  return tf.sequential({
    layers: [
      conv2d({ filters: 32, kernelSize: 3, inputShape: [12, 12, 8], kernelInitializer: kernelInitializer() }),
      batchNormalization(),
      flatten(),
      dense({ units: 64, activation: 'relu', kernelInitializer: kernelInitializer() }),
      dense({ units: 8, kernelInitializer: kernelInitializer() }),
    ],
  });
}

async function main(): Promise<void> {
  const { threads } = await startBackend({ engine: 'wasm' });
  await setTimeout(1);
  let hired = 0;
  process.on('worker', () => (hired += 1));
  const model = network();
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
  const x = tf.randomNormal([48, 12, 12, 8], 0, 1, 'float32', 5);
  const y = tf.randomNormal([48, 8], 0, 1, 'float32', 6);
  // The first of these are computed by one thread: the others take a moment to start.
  for (let step = 0; step < 60; step++) {
    await model.trainOnBatch(x, y);
    await setTimeout(10);
  }
  const hash = createHash('sha256');
  for (const weight of model.getWeights()) hash.update(weight.dataSync());
  process.stdout.write(JSON.stringify({ threads, hired, weights: hash.digest('hex'), end: Date.now() }));
}

void main();
