import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { startBackend } from '../../../src/backends/startBackend';
import { exclusively } from '../../../src/backends/exclusively';
import { withoutTrace } from '../../../src/probes/passes/withoutTrace';
import { withSeededRandom } from '../../../src/probes/passes/withSeededRandom';
import { seededRandom } from '../../../src/numeric/seededRandom';
import { anyArchitecture, anyModel, rowsFor } from '../../builders/anyModel';
import { expectUntouched } from '../../builders/expectUntouched';

beforeAll(() => startBackend());

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A network whose weights its own constraints would change: they are applied by `setWeights`, never by the optimizer. */
function constrained(): tf.LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 3, inputShape: [2], kernelConstraint: 'nonNeg' }),
      tf.layers.batchNormalization({ gammaConstraint: 'nonNeg' }),
      tf.layers.dense({ units: 1, kernelConstraint: tf.constraints.maxNorm({ maxValue: 0.1 }) }),
    ],
  });
  for (const weight of model.weights)
    (weight as unknown as { val: tf.Variable }).val.assign(tf.fill(weight.shape as number[], -13));
  return model;
}

describe('withoutTrace', () => {
  test('puts back every weight that was written, wherever the measurement throws', async () => {
    const steps = fc.record({
      architecture: anyArchitecture(),
      writes: fc.integer({ min: 0, max: 12 }),
      throws: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(steps, async ({ architecture, writes, throws }) => {
        const model = anyModel(architecture);
        const measured = expectUntouched(model, () =>
          withoutTrace(model, async () => {
            for (let i = 0; i < writes; i++) {
              const { val } = model.weights[i % model.weights.length] as unknown as { val: tf.Variable };
              tf.tidy(() => val.assign(tf.randomNormal(val.shape)));
              await turn();
            }
            if (throws) throw new Error('in the middle');
            return writes;
          }),
        );
        await (throws
          ? expect(measured).rejects.toThrow('in the middle')
          : expect(measured).resolves.toBe(writes));
        model.dispose();
      }),
      { numRuns: 40 },
    );
  });

  test('puts back moving statistics that training mode has moved', async () => {
    const architecture = fc.sample(anyArchitecture(), { numRuns: 1, seed: 5 })[0]!;
    const model = anyModel({
      ...architecture,
      blocks: [{ ...architecture.blocks[0]!, batchNorm: 'before' }],
    });
    const { xs } = rowsFor(architecture, 6);
    await expectUntouched(model, () =>
      withoutTrace(model, async () => tf.dispose(model.apply(xs, { training: true }) as tf.Tensor)),
    );
  });

  test('puts back weights that a constraint forbids', async () => {
    const model = constrained();
    await expectUntouched(model, () =>
      withoutTrace(model, async () => {
        for (const weight of model.weights) {
          const { val } = weight as unknown as { val: tf.Variable };
          tf.tidy(() => val.assign(tf.ones(val.shape)));
        }
      }),
    );
    expect((model.getWeights()[0] as tf.Tensor).dataSync()[0]).toBe(-13);
  });
});

describe('exclusively', () => {
  test('lets two measurements that start at once run one after the other', async () => {
    const log: string[] = [];
    const work = (name: string) => async (): Promise<void> => {
      for (const step of [1, 2, 3]) {
        log.push(`${name}${step}`);
        await turn();
      }
    };
    await Promise.all([exclusively(work('a')), exclusively(work('b')), exclusively(work('c'))]);
    expect(log).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'b3', 'c1', 'c2', 'c3']);
  });

  test('runs what is started from inside at once', async () => {
    const answer = exclusively(async () => {
      await turn();
      return exclusively(async () => exclusively(async () => 'inside'));
    });
    await expect(answer).resolves.toBe('inside');
  });

  test('lets the next one in after a failure, and hands the failure on', async () => {
    const first = exclusively(async () => {
      await turn();
      throw new Error('failed');
    });
    const second = exclusively(async () => 'in');
    await expect(first).rejects.toThrow('failed');
    await expect(second).resolves.toBe('in');
  });

  test('lets the next one in after work that throws before it returns a promise', async () => {
    const first = exclusively((): Promise<never> => {
      throw new Error('at once');
    });
    await expect(first).rejects.toThrow('at once');
    await expect(exclusively(async () => 'in')).resolves.toBe('in');
  });
});

describe('withSeededRandom', () => {
  test('gives its work the numbers of the seed', async () => {
    const drawn = await withSeededRandom(7, () => [Math.random(), Math.random()]);
    const random = seededRandom(7);
    expect(drawn).toEqual([random(), random()]);
  });

  test('puts Math.random back after a return, a throw and a rejection', async () => {
    const before = Object.getOwnPropertyDescriptor(Math, 'random');
    await withSeededRandom(7, turn);
    expect(Object.getOwnPropertyDescriptor(Math, 'random')).toEqual(before);
    const throwing = withSeededRandom(7, () => {
      throw new Error('thrown');
    });
    await expect(throwing).rejects.toThrow('thrown');
    expect(Object.getOwnPropertyDescriptor(Math, 'random')).toEqual(before);
    await expect(withSeededRandom(7, async () => Promise.reject(new Error('rejected')))).rejects.toThrow(
      'rejected',
    );
    expect(Object.getOwnPropertyDescriptor(Math, 'random')).toEqual(before);
  });

  test('nests: the inner seed ends with its work', async () => {
    const outer = seededRandom(1);
    const drawn = await withSeededRandom(1, async () => [
      Math.random(),
      await withSeededRandom(2, () => Math.random()),
      Math.random(),
    ]);
    expect(drawn).toEqual([outer(), seededRandom(2)(), outer()]);
  });
});
