import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../src/backends/startBackend';
import { matchers } from '../../src/matchers';
import { measureBatchNorm } from '../../src/probes/batchNorm/measureBatchNorm';
import { recalibrateBatchNorm } from '../../src/training/recalibrateBatchNorm';
import { nsfwjsModel, quantisedStep } from './nsfwjsModel';
import { ordinaryPictures } from './ordinaryPictures';

expect.extend(matchers);

const neutral = [0, 0, 1, 0, 0];
const drawing = [1, 0, 0, 0, 0];
/** The README of the package: "~90% with small". */
const published = { fitTime: { acc: 0.9 }, loss: 'categoricalCrossentropy', batchSize: 8, batchings: 1 };
const batches = { batchSize: 8, batchings: 1 };

type Layer = tf.layers.Layer & {
  readonly movingMean: tf.LayerVariable;
  readonly movingVariance: tf.LayerVariable;
};

/**
 * MobileNetV2 of nsfwjs 4.3.0: 52 BatchNorm layers, trained by other people, stored in 8 bits. The rows are sixteen
 * photographs and three drawings that nobody trained it on, labelled by eye: two of its five classes, and few. The pictures it
 * was trained on are in no package.
 */
describe('MobileNetV2 of nsfwjs', () => {
  let model: tf.LayersModel;
  let data: { xs: tf.Tensor; ys: tf.Tensor };
  let norms: readonly Layer[];
  let stored: readonly (readonly [tf.Tensor, tf.Tensor])[];

  beforeAll(async () => {
    await startBackend({ engine: 'wasm' });
    model = await nsfwjsModel('mobilenet_v2');
    const rows = Array.from({ length: 19 }, (_, row) => (row < 16 ? neutral : drawing));
    data = { xs: ordinaryPictures(224), ys: tf.tensor2d(rows) };
    norms = model.layers.filter((layer): layer is Layer => layer.getClassName() === 'BatchNormalization');
    stored = norms.map(({ movingMean, movingVariance }) => [
      movingMean.read().clone(),
      movingVariance.read().clone(),
    ]);
  });
  beforeEach(() => write(stored));
  afterAll(() => {
    tf.dispose([data.xs, data.ys, ...stored.flat()]);
    model.dispose();
  });

  const write = (statistics: typeof stored): void =>
    norms.forEach(({ movingMean, movingVariance }, i) => {
      movingMean.write(statistics[i]![0]);
      movingVariance.write(statistics[i]![1]);
    });
  const reset = (): void =>
    tf.tidy(() => write(stored.map(([mean]) => [tf.zerosLike(mean), tf.onesLike(mean)])));

  test('keeps on ordinary pictures what its README promises, and does not with its moving statistics reset', async () => {
    await expect(model).toPredictConsistentlyWithTraining(data, published);
    reset();
    await expect(model).not.toPredictConsistentlyWithTraining(data, published);
  });

  // 8 bits hold no variance below half of a step that the largest variance of the layer sets: what was stored as 0 may have been
  // more, and nineteen rows say what it is to a standard error that counts as well.
  test('is green in all 52 layers as published, variances that 8 bits have rounded to nothing included', async () => {
    await expect(model).toHaveConvergedBatchNormStats(data, batches);
    const name = 'block_16_depthwise_BN';
    const variances = norms.find((layer) => layer.name === name)!.movingVariance.read();
    const lost = Array.from(await variances.data()).filter((variance) => variance < 1e-6).length;
    expect(lost / variances.size).toBeGreaterThan(0.1);
    const { layers } = await measureBatchNorm(model, data, batches);
    const measured = layers.find(({ path }) => path === name)!;
    const step = quantisedStep('mobilenet_v2', `${name}/moving_variance`);
    expect(measured.storedStep.variance / step).toBeCloseTo(1, 4);
  });

  test('is green in all 52 layers once they are recalibrated, in its many constant channels too', async () => {
    expect(await recalibrateBatchNorm(model, data.xs, batches)).toBe(52);
    await expect(model).toHaveConvergedBatchNormStats(data, batches);
  });

  test('is red in all 52 layers with its moving statistics reset', async () => {
    reset();
    const red = await messageOf(expect(model).toHaveConvergedBatchNormStats(data, batches));
    expect(red).toContain('52 of 52 BatchNorm layers');
  });
});

async function messageOf(failing: Promise<void>): Promise<string> {
  return failing.then(
    () => 'green',
    (error: unknown) => String(error),
  );
}
