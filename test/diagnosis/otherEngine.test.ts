import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../src/backends/startBackend';
import { diagnose } from '../../src/diagnosis/diagnose';
import type { TensorData } from '../../src/input/Data';
import { forgotten } from '../../src/training/forgotten';
import { train } from '../../src/training/train';
import type { TrainedModel } from '../../src/training/TrainedModel';
import { classes } from '../builders/kinds';

beforeAll(() => startBackend());
afterEach(() => {
  for (const trained of forgotten()) trained.dispose();
});

const trained = (): Promise<TrainedModel> =>
  train(
    () =>
      tf.sequential({
        layers: [
          tf.layers.dense({ units: 12, inputShape: [4], activation: 'tanh' }),
          tf.layers.dense({ units: 3, activation: 'softmax' }),
        ],
      }),
    classes(90, [4]) as TensorData,
    {
      loss: 'categoricalCrossentropy',
      metrics: ['accuracy'],
      batchSize: 10,
      epochs: 40,
      optimizer: tf.train.adam(0.02),
    },
  );

/** For as long as `work` takes, the engine computes a cosine for a hyperbolic tangent. */
async function withWrongTanh<T>(work: () => Promise<T>): Promise<T> {
  const backendName = tf.getBackend();
  const right = tf.getKernel('Tanh', backendName);
  tf.unregisterKernel('Tanh', backendName);
  tf.registerKernel({ ...right, kernelFunc: tf.getKernel('Cos', backendName).kernelFunc });
  try {
    return await work();
  } finally {
    tf.unregisterKernel('Tanh', backendName);
    tf.registerKernel(right);
  }
}

describe('engine-precision', () => {
  test('is named where another engine predicts what fit promised, with what each gives', async () => {
    const subject = await trained();
    const { consistent, causes } = await withWrongTanh(() =>
      diagnose(subject, undefined, { otherEngine: true }),
    );
    expect([consistent, causes.map(({ id }) => id)]).toEqual([false, ['engine-precision']]);
    const [{ share, evidence, remedy }] = causes as [(typeof causes)[0]];
    expect(share).toBeGreaterThan(0.8);
    expect(evidence[0]).toMatch(
      new RegExp(
        `^on 64 rows the engine ${tf.getBackend() === 'tensorflow' ? 'native' : tf.getBackend()} gives accuracy 0\\.\\d{3}, and TensorFlow\\.js' own cpu engine (1\\.000|0\\.9\\d\\d), with the same weights: predictions differ by up to 0\\.\\d+\\.$`,
      ),
    );
    expect(remedy[0]).toContain('MODEL_REGRESSION_BACKEND=cpu');
  });

  test('is not named of an engine that is right, and the engine, the model and its training go on as before', async () => {
    const subject = await trained();
    const engine = tf.getBackend();
    const { numTensors } = tf.memory();
    const before = subject.model.getWeights().map((weight) => [...weight.dataSync()]);
    const { consistent, causes } = await diagnose(subject, undefined, { otherEngine: true });
    expect([consistent, causes]).toEqual([true, []]);
    expect([tf.getBackend(), tf.memory().numTensors]).toEqual([engine, numTensors]);
    expect(subject.model.getWeights().map((weight) => [...weight.dataSync()])).toEqual(before);
    const again = await train(subject.model, subject.data, { epochs: 1 });
    expect(again.recording.updates).toBe(3);
  });

  test('is not looked for where nobody asks', async () => {
    const subject = await trained();
    const { consistent, causes } = await withWrongTanh(() => diagnose(subject));
    expect(consistent).toBe(false);
    expect(causes.map(({ id }) => id)).not.toContain('engine-precision');
  });
});
