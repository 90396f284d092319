/** Trains a network of convolutions for an epoch after a first one, and prints what that took. */
import * as tf from '@tensorflow/tfjs';
import { backendReport, startBackend } from '../../src';

export interface Measured {
  /** Of an epoch. */
  readonly seconds: number;
  readonly peakMb: number;
}

function network(blocks: number): tf.LayersModel {
  const { conv2d, batchNormalization, reLU, globalAveragePooling2d, dense } = tf.layers;
  const model = tf.sequential({
    layers: [conv2d({ filters: 32, kernelSize: 3, padding: 'same', inputShape: [24, 24, 3] })],
  });
  for (let block = 0; block < blocks; block++) {
    model.add(conv2d({ filters: 32, kernelSize: 3, padding: 'same' }));
    model.add(batchNormalization());
    model.add(reLU());
  }
  model.add(globalAveragePooling2d({}));
  model.add(dense({ units: 10, activation: 'softmax' }));
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  return model;
}

async function main(rows: number, batchSize: number, layers: number): Promise<void> {
  await startBackend({ engine: 'wasm' });
  const model = network(layers);
  const xs = tf.randomUniform([rows, 24, 24, 3], 0, 1, 'float32', 5);
  const labels = Array.from({ length: rows }, (_, row) => row % 10);
  const ys = tf.oneHot(tf.tensor1d(labels, 'int32'), 10).toFloat();
  const epoch = (): Promise<unknown> => model.fit(xs, ys, { batchSize, epochs: 1, verbose: 0 });
  await epoch();
  const start = performance.now();
  await epoch();
  const seconds = (performance.now() - start) / 1000;
  const measured: Measured = { seconds, peakMb: process.resourceUsage().maxRSS / 1024 };
  console.log(JSON.stringify({ ...measured, engine: String(backendReport()) }));
}

const [rows = 0, batchSize = 0, layers = 0] = process.argv.slice(2).map(Number);
void main(rows, batchSize, layers);
