import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../../src/backends/startBackend';
import { checkTargets, type HeldTo } from '../../../src/probes/metrics/checkTargets';
import { testOffWebgpu } from '../../builders/onWasm';

beforeAll(() => startBackend());

const shape = [null, 3];
const check = async (ys: tf.Tensor, heldTo: HeldTo, output?: string): Promise<string> => {
  try {
    await checkTargets(ys, heldTo, 'the test', output);
    return 'taken';
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
};

describe('checkTargets takes', () => {
  test.each<[string, number[], HeldTo]>([
    ['the shape of the output', [4, 3], { loss: 'categoricalCrossentropy', shape }],
    ['a list of numbers for an output of one', [4], { loss: 'meanSquaredError', shape: [null, 1] }],
    ['any length where the output leaves it free', [4, 7, 3], { loss: 'poisson', shape: [null, null, 3] }],
    ['class indices in a column', [4, 1], { loss: 'sparseCategoricalCrossentropy', shape }],
    ['a list of class indices', [4], { loss: 'sparseCategoricalCrossentropy', shape }],
    [
      'class indices for each position',
      [4, 2],
      { loss: 'sparseCategoricalCrossentropy', shape: [null, 2, 3] },
    ],
    ['anything for a loss of its own', [4, 9], { loss: undefined, shape }],
  ])('%s', async (_, of, heldTo) => {
    expect(await check(tf.zeros(of), heldTo)).toBe('taken');
  });
});

describe('checkTargets refuses', () => {
  test('too few numbers, by the name of the output', async () => {
    const message = await check(tf.zeros([4, 1]), { loss: 'huberLoss', shape }, 'digit');
    expect(message)
      .toBe(`\`ys\` of the output digit of the test is a tensor of shape [4, 1] for the loss huberLoss.
  Allowed: 12 numbers for an output of shape [null, 3].
  Next: use one-hot targets with categoricalCrossentropy, class indices with sparseCategoricalCrossentropy.`);
  });

  test('enough numbers in another shape', async () => {
    const message = await check(tf.zeros([4, 3]), { loss: 'meanSquaredError', shape: [null, 1, 3] });
    expect(message).toBe(`\`ys\` of the test is a tensor of shape [4, 3] for the loss meanSquaredError.
  Allowed: a tensor of shape [4, 1, 3] for an output of shape [null, 1, 3].
  Next: use one-hot targets with categoricalCrossentropy, class indices with sparseCategoricalCrossentropy.`);
  });

  test('a class beyond the classes', async () => {
    const heldTo = { loss: 'sparseCategoricalCrossentropy', shape } as const;
    expect(await check(tf.tensor1d([0, 1, 3]), heldTo, 'digit'))
      .toBe(`\`ys\` of the output digit of the test is a tensor with the class index 3.
  Allowed: whole numbers from 0 to 2, the classes of the model's output.
  Next: count classes from 0, or give the output a column for every class.`);
  });

  test.each([
    'meanAbsolutePercentageError',
    'meanSquaredLogarithmicError',
    'kullbackLeiblerDivergence',
  ] as const)('int32 for %s, which tfjs computes wrongly from it', async (loss) => {
    const ys = tf.tensor2d([[1, 0, 0]], [1, 3], 'int32');
    expect(await check(ys, { loss, shape }))
      .toBe(`\`ys\` of the test is a tensor of int32 for the loss ${loss}, which tfjs computes wrongly from it.
  Allowed: a tensor of float32.
  Next: pass ys.toFloat().`);
  });

  testOffWebgpu.each([
    'meanAbsolutePercentageError',
    'meanSquaredLogarithmicError',
    'kullbackLeiblerDivergence',
  ] as const)(
    '%s: tfjs does compute it wrongly from int32 (WebGPU does not, of two of them)',
    async (loss) => {
      const ys = tf.tensor2d([[1, 0, 0]], [1, 3], 'int32');
      const model = tf.sequential({
        layers: [tf.layers.activation({ activation: 'linear', inputShape: [3] })],
      });
      model.compile({ optimizer: 'sgd', loss });
      const predictions = tf.tensor2d([[0.2, 0.3, 0.5]]);
      const [right, wrong] = [ys.toFloat(), ys].map(
        (targets) => (model.evaluate(predictions, targets) as tf.Scalar).dataSync()[0]!,
      );
      expect(wrong).not.toBeCloseTo(right!, 2);
    },
  );
});
