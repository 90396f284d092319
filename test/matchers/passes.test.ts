import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { LayersModel } from '@tensorflow/tfjs';
import { startBackend } from '../../src/backends/startBackend';
import { consistencyOf } from '../../src/diagnosis/diagnose';
import { matchers } from '../../src/matchers';
import { forgotten } from '../../src/training/forgotten';
import type { TrainedModel } from '../../src/training/TrainedModel';
import { networks, threeClasses, trainedNetwork } from '../builders/networks';

expect.extend(matchers);
beforeAll(() => startBackend());
afterEach(() => {
  jest.restoreAllMocks();
  for (const trained of forgotten()) trained.dispose();
});

/** How often the rows, which are one batch, went through the model: by `predict`, and in passes of the probes. */
function passesOf(model: LayersModel): () => readonly [predictions: number, passes: number] {
  const predict = jest.spyOn(model, 'predict');
  const predictOnBatch = jest.spyOn(model, 'predictOnBatch');
  const apply = jest.spyOn(model, 'apply');
  return () => [predict.mock.calls.length + predictOnBatch.mock.calls.length, apply.mock.calls.length];
}

const rows = threeClasses([4], { rows: 30 });
const dense = networks['dense']!;
const trainedWith = (momentum: number, epochs: number): Promise<TrainedModel> =>
  trainedNetwork(dense, rows, { momentum, epochs, batchSize: 30 });

describe('on a model that keeps its promise', () => {
  let trained: TrainedModel;
  beforeEach(async () => {
    trained = await trainedWith(0.5, 60);
  });

  test('toPredictConsistentlyWithTraining takes one prediction', async () => {
    const passes = passesOf(trained.model);
    await expect(trained).toPredictConsistentlyWithTraining();
    expect(passes()).toEqual([1, 0]);
  });

  test('toHaveConvergedBatchNormStats takes one pass in training mode', async () => {
    const passes = passesOf(trained.model);
    await expect(trained).toHaveConvergedBatchNormStats();
    expect(passes()).toEqual([0, 1]);
  });

  test('under .not the message has the whole ladder', async () => {
    await expect(expect(trained).not.toPredictConsistentlyWithTraining()).rejects.toThrow(
      /training mode {2,}accuracy [^]*population BatchNorm[^]*inference mode/,
    );
    const passes = passesOf(trained.model);
    await expect(expect(trained).not.toPredictConsistentlyWithTraining()).rejects.toThrow();
    expect(passes()[1]).toBeGreaterThan(1);
  });
});

test('a model that breaks its promise is explained at the cost of eight predictions at most', async () => {
  const trained = await trainedWith(0.99, 20);
  const passes = passesOf(trained.model);
  await expect(expect(trained).toPredictConsistentlyWithTraining()).rejects.toThrow('Cause');
  const [predictions, others] = passes();
  expect(predictions).toBe(1);
  expect(predictions + others).toBeLessThanOrEqual(8);
});

test('what it predicts for more rows than a batch is not kept, but predicted again for the explanation', async () => {
  const many = threeClasses([4], { rows: 50 });
  const trained = await trainedNetwork(dense, many, { momentum: 0.99, epochs: 10, batchSize: 50 });
  const passes = passesOf(trained.model);
  await expect(expect(trained).toPredictConsistentlyWithTraining()).rejects.toThrow('Cause');
  // Two batches of at most 32, twice.
  expect(passes()[0]).toBe(4);
});

test.each(Object.entries(networks))(
  'one prediction and the whole ladder agree about %s',
  async (_, network) => {
    for (const [momentum, epochs] of [
      [0.99, 10],
      [0.9, 30],
      [0.5, 40],
    ] as const) {
      const trained = await trainedNetwork(network, threeClasses(network.inputShape), { momentum, epochs });
      const verdictWith = async (explains: boolean): Promise<boolean> =>
        (await consistencyOf(trained, undefined, {}, 'a test', { explains })).consistent;
      expect(await verdictWith(false)).toBe(await verdictWith(true));
    }
  },
);
