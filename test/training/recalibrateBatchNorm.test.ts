import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../src/backends/startBackend';
import { matchers } from '../../src/matchers';
import { recalibrateBatchNorm } from '../../src/training/recalibrateBatchNorm';
import { bitsOf, expectUntouched } from '../builders/expectUntouched';
import { FailingLayer } from '../builders/FailingLayer';
import { threeClasses, trappedModel } from '../builders/networks';

expect.extend(matchers);
beforeAll(() => startBackend());

/** Two BatchNorm layers with dropout between them and a constraint on the first. */
function twoLayers(): { model: tf.Sequential; fuse: FailingLayer } {
  const fuse = new FailingLayer();
  const model = tf.sequential({
    layers: [
      tf.layers.batchNormalization({ inputShape: [4], name: 'first', gammaConstraint: 'unitNorm' }),
      tf.layers.dropout({ rate: 0.5 }),
      tf.layers.dense({ units: 3, kernelInitializer: tf.initializers.glorotNormal({ seed: 4 }) }),
      fuse,
      tf.layers.batchNormalization({ name: 'second' }),
    ],
  });
  return { model, fuse };
}

const read = (tensor: tf.Tensor): number[] => Array.from(tensor.dataSync());

describe('recalibrateBatchNorm', () => {
  test('installs the exact statistics of the input, whatever the batches', async () => {
    const { xs } = threeClasses([4], { rows: 23, centre: 4000, spread: 5 });
    const values = await xs.data();
    for (const batchSize of [1, 4, 23]) {
      const { model } = twoLayers();
      await expect(recalibrateBatchNorm(model, xs, { batchSize })).resolves.toBe(2);
      const [mean, variance] = model.getLayer('first').getWeights().slice(2).map(read) as [
        number[],
        number[],
      ];
      for (let c = 0; c < 4; c++) {
        const column = Array.from(values).filter((_, i) => i % 4 === c);
        const center = column.reduce((a, b) => a + b, 0) / 23;
        const spread = column.reduce((a, b) => a + (b - center) ** 2, 0) / 23;
        expect(Math.abs(mean[c]! / center - 1)).toBeLessThan(1e-7);
        expect(Math.abs(variance[c]! / spread - 1)).toBeLessThan(1e-6);
      }
      model.dispose();
    }
  });

  test('makes of a layer behind dropout what it is without dropout', async () => {
    const { xs } = threeClasses([4], { rows: 30 });
    const { model } = twoLayers();
    await recalibrateBatchNorm(model, xs, { batchSize: 30 });
    // Both layers now give mean 0 and variance 1 in inference mode, as far as epsilon allows.
    const { mean, variance } = tf.moments(model.predict(xs) as tf.Tensor, 0);
    for (const value of read(mean)) expect(value).toBeCloseTo(0, 4);
    for (const value of read(variance)) expect(value).toBeCloseTo(1, 1);
  });

  test('changes the moving statistics and nothing else', async () => {
    const rows = threeClasses([4]);
    const trained = await trappedModel(rows);
    const before = await bitsOf(trained.model);
    await recalibrateBatchNorm(trained);
    const after = await bitsOf(trained.model);
    const changed = Object.keys(before).filter(
      (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
    );
    expect(changed.map((name) => name.split('/').at(-1)).sort()).toEqual([
      'moving_mean',
      'moving_mean',
      'moving_variance',
      'moving_variance',
    ]);
    trained.dispose();
  });

  test('repairs a trapped model for both matchers', async () => {
    const trained = await trappedModel(threeClasses([4]));
    await expect(trained).not.toPredictConsistentlyWithTraining();
    await expect(trained).not.toHaveConvergedBatchNormStats();
    await recalibrateBatchNorm(trained.model, trained.data.xs);
    await expect(trained).toPredictConsistentlyWithTraining();
    await expect(trained).toHaveConvergedBatchNormStats();
    trained.dispose();
  });

  test('changes nothing at all when it throws', async () => {
    const { xs } = threeClasses([4]);
    const { model, fuse } = twoLayers();
    fuse.lightFuse(1);
    const failing = expectUntouched(model, () => recalibrateBatchNorm(model, xs, { batchSize: 8 }));
    await expect(failing).rejects.toThrow('the fuse has burnt down');
  });

  test('installs no NaN that weights above a layer make of finite rows', async () => {
    const { xs } = threeClasses([4]);
    const { model } = twoLayers();
    model.layers[2]!.setWeights([tf.fill([4, 3], NaN), tf.zeros([3])]);
    await expect(expectUntouched(model, () => recalibrateBatchNorm(model, xs))).rejects.toThrow(
      /^The input of the BatchNorm layer second is NaN or Infinity for these rows\./,
    );
  });

  test('gives the same statistics for the same seed', async () => {
    const { xs } = threeClasses([4]);
    const runs: number[][] = [];
    for (let i = 0; i < 2; i++) {
      const { model } = twoLayers();
      model.layers[2]!.setWeights([tf.ones([4, 3]), tf.zeros([3])]);
      await recalibrateBatchNorm(model, xs, { batchSize: 5, seed: 4 });
      runs.push(model.getWeights().flatMap(read));
    }
    expect(runs[1]).toEqual(runs[0]);
  });
});
