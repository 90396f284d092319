import { beforeAll, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../src/backends/startBackend';
import { measureBatchNorm } from '../../src/probes/batchNorm/measureBatchNorm';
import { train } from '../../src/training/train';

beforeAll(() => startBackend());

const rows = 40;
const network = (): tf.LayersModel =>
  tf.sequential({
    layers: [
      tf.layers.batchNormalization({ inputShape: [5, 2] }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 1 }),
    ],
  });
const data = (): { xs: tf.Tensor; ys: tf.Tensor } => ({
  xs: tf.randomNormal([rows, 5, 2], 3, 2, 'float32', 4),
  ys: tf.zeros([rows, 1]),
});

test('a row is one draw, however many values it holds: standard errors of mean and variance over rows', async () => {
  const [model, { xs, ys }] = [network(), data()];
  const { layers } = await measureBatchNorm(model, { xs, ys }, { batchSize: rows });
  const values = (await xs.array()) as number[][][];
  for (const c of [0, 1]) {
    const ofRows = values.map((row) => row.map((position) => position[c]!));
    const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0) / list.length;
    const error = (list: readonly number[]): number =>
      Math.sqrt(list.reduce((sum, x) => sum + (x - mean(list)) ** 2, 0) / (list.length - 1) / list.length);
    const centre = mean(ofRows.flat());
    expect(layers[0]!.samplingNoise!.mean[c]).toBeCloseTo(error(ofRows.map(mean)), 5);
    const squares = ofRows.map((row) => mean(row.map((x) => (x - centre) ** 2)));
    expect(layers[0]!.samplingNoise!.variance[c]).toBeCloseTo(error(squares), 4);
  }
  model.dispose();
  tf.dispose([xs, ys]);
});

test('the rows of the fit are no sample', async () => {
  const trained = await train(network, data(), { optimizer: 'sgd', loss: 'meanSquaredError', batchSize: 10 });
  const { layers } = await measureBatchNorm(trained);
  expect(layers[0]!.samplingNoise).toBeUndefined();
  trained.dispose();
});
