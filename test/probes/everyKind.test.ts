import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../src/backends/startBackend';
import { diagnose } from '../../src/diagnosis/diagnose';
import type { Data } from '../../src/input/Data';
import { matchers } from '../../src/matchers';
import { measureBatchNorm } from '../../src/probes/batchNorm/measureBatchNorm';
import { measureModes } from '../../src/probes/modes/measureModes';
import { recalibrateBatchNorm } from '../../src/training/recalibrateBatchNorm';
import { train } from '../../src/training/train';
import type { TrainedModel } from '../../src/training/TrainedModel';
import type { TrainOptions } from '../../src/training/TrainOptions';
import { expectUntouched } from '../builders/expectUntouched';
import { kinds } from '../builders/kinds';

expect.extend(matchers);
beforeAll(() => startBackend());

const rows = 24;
let data: Data;
let trained: TrainedModel<Data>;
afterEach(() => {
  trained.dispose();
  if (typeof data === 'object') tf.dispose(Object.values(data) as tf.Tensor[]);
});

async function trainedOf(name: string, momentum: number, options: TrainOptions): Promise<void> {
  const { build, loss = 'categoricalCrossentropy', batchSize = 8, ...kind } = kinds[name]!;
  data = kind.data(rows);
  const compile = { optimizer: tf.train.adam(0.01), loss, metrics: ['accuracy'] } as TrainOptions;
  trained = await train(() => build(momentum), data, { batchSize, seed: 3, ...compile, ...options });
}

describe.each(Object.keys(kinds))('%s', (name) => {
  const { batchNorm, callsPerStep = 1, learningRate = 0.003 } = kinds[name]!;

  test('is caught where its statistics have not arrived, and repaired by recalibration', async () => {
    await trainedOf(name, 0.99, { epochs: 3 });
    const { layers } = await expectUntouched(trained.model, () => measureBatchNorm(trained));
    expect(
      layers.map(({ path }) => path.split('/').slice(-batchNorm[0]!.split('/').length).join('/')),
    ).toEqual(batchNorm);
    expect(layers[0]!.updates).toBe(trained.recording.updates * callsPerStep);
    await expect(expect(trained).toHaveConvergedBatchNormStats()).rejects.toThrow('have not converged');

    const before = await expectUntouched(trained.model, () => measureModes(trained));
    await recalibrateBatchNorm(trained);
    await expect(trained).toHaveConvergedBatchNormStats();
    const after = await measureModes(trained);
    for (const [metric, value] of Object.entries(after.ladder[4]!.metrics))
      expect(value).toBeCloseTo(before.ladder[3]!.metrics[metric]!, 4);
  });

  test('is green where its statistics have arrived', async () => {
    await trainedOf(name, 0.8, { epochs: 30, optimizer: tf.train.adam(learningRate) });
    await expect(trained).toHaveConvergedBatchNormStats();
    const diagnosis = await diagnose(trained);
    expect(diagnosis.consistent).toBe(true);
    const harmless = ['averaged-over-epoch', 'within-noise', 'stochastic-layer', 'batchnorm-batch-noise'];
    expect(harmless).toEqual(expect.arrayContaining(diagnosis.causes.map(({ id }) => id)));
    await expectUntouched(trained.model, () => expect(trained).toPredictConsistentlyWithTraining());
  });
});
