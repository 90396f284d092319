import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../../src/backends/startBackend';
import { diagnose } from '../../../src/diagnosis/diagnose';
import { measureModes } from '../../../src/probes/modes/measureModes';

beforeAll(() => startBackend());

const options = { fitTime: { acc: 1 }, batchSize: 8, loss: 'categoricalCrossentropy', metrics: ['accuracy'] };

/** Square pictures in colour, for which most maps are plausible, and labels that mean nothing. */
function pictures(rows: number): { xs: tf.Tensor; ys: tf.Tensor } {
  const xs = tf.randomUniform([rows, 6, 6, 3], 0, 1, 'float32', 5);
  const labels = Array.from({ length: rows }, (_, row) => (row * 7) % 3);
  return { xs, ys: tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), 3), 'float32') };
}

/** Predictions of all rows that `work` makes, in whatever mode. */
async function predictionsOf(
  rows: number,
  work: (model: tf.LayersModel) => Promise<unknown>,
): Promise<number> {
  const model = tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [6, 6, 3] }),
      tf.layers.dense({
        units: 3,
        activation: 'softmax',
        kernelInitializer: tf.initializers.glorotUniform({ seed: 3 }),
      }),
    ],
  });
  let seen = 0;
  const [first] = model.layers;
  const call = first!.call.bind(first);
  first!.call = (inputs, kwargs) => {
    seen += [inputs].flat()[0]!.shape[0];
    return call(inputs, kwargs);
  };
  await work(model);
  model.dispose();
  return seen / rows;
}

describe('the search for a repair', () => {
  test.each([20, 60, 200, 1000])('of %d rows costs at most eight predictions', async (rows) => {
    const data = pictures(rows);
    const modes = await predictionsOf(rows, (model) => measureModes(model, data, options));
    const searched = await predictionsOf(rows, (model) => diagnose(model, data, options));
    expect(searched - modes).toBeGreaterThan(1);
    expect(searched - modes).toBeLessThanOrEqual(8);
  });

  test('costs what it will where it is to be thorough', async () => {
    const data = pictures(60);
    const modes = await predictionsOf(60, (model) => measureModes(model, data, options));
    const searched = await predictionsOf(60, (model) =>
      diagnose(model, data, { ...options, thorough: true }),
    );
    expect(searched - modes).toBeGreaterThan(12);
  });
});
