import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { startBackend } from '../../../src/backends/startBackend';
import type { Moments } from '../../../src/numeric/Moments';
import { type BatchNormalization, batchNormLayersOf } from '../../../src/probes/model/batchNormLayersOf';
import { forwardPass, type Pass } from '../../../src/probes/passes/forwardPass';
import { withSeededRandom } from '../../../src/probes/passes/withSeededRandom';
import { anyArchitecture, anyModel, rowsFor } from '../../builders/anyModel';
import { bitsOf, expectUntouched } from '../../builders/expectUntouched';

beforeAll(() => startBackend());

/** A pass through a model of one input and one output. */
const forwardOnce = (model: tf.LayersModel, xs: tf.Tensor, pass: Pass): tf.Tensor =>
  forwardPass(model, [xs], pass)[0]!;

/** What the layers normalise by in inference mode. */
function movingStatistics(model: tf.LayersModel): Map<BatchNormalization, Moments> {
  const read = (tensor: tf.Tensor): Float64Array => Float64Array.from(tensor.dataSync());
  return new Map(
    batchNormLayersOf(model).map(({ layer }) => [
      layer,
      { mean: read(layer.movingMean.read()), variance: read(layer.movingVariance.read()) },
    ]),
  );
}

/** Largest difference of two tensors, relative to the largest number in them. */
function difference(a: tf.Tensor, b: tf.Tensor): number {
  const [x, y] = [Float32Array.from(a.dataSync()), Float32Array.from(b.dataSync())];
  expect(a.shape).toEqual(b.shape);
  const scale = x.reduce((max, value) => Math.max(max, Math.abs(value)), 1e-3);
  return x.reduce((max, value, i) => Math.max(max, Math.abs(value - y[i]!)), 0) / scale;
}

/** Moves the moving statistics away from 0 and 1, so that a pass that ignores them is found out. */
function move(model: tf.LayersModel): void {
  for (const { layer } of batchNormLayersOf(model)) {
    layer.movingMean.val.assign(tf.randomNormal(layer.movingMean.val.shape, 0, 1, 'float32', 3));
    layer.movingVariance.val.assign(tf.randomUniform(layer.movingVariance.val.shape, 0.5, 2, 'float32', 3));
  }
}

/** Everything that a property test makes, freed. */
async function tidily(work: () => Promise<void>): Promise<void> {
  tf.engine().startScope();
  try {
    await work();
  } finally {
    tf.engine().endScope();
    tf.disposeVariables();
  }
}

describe('forwardPass', () => {
  test('on batch statistics is apply in training mode, for models without noise', async () => {
    await fc.assert(
      fc.asyncProperty(anyArchitecture({ noise: ['none'] }), (architecture) =>
        tidily(async () => {
          const model = anyModel(architecture);
          const { xs } = rowsFor(architecture, 9);
          const ours = await expectUntouched(model, async () =>
            Array.from(
              tf.tidy(() =>
                forwardOnce(model, xs, { noise: false, batchNorm: { kind: 'batch' } }).dataSync(),
              ),
            ),
          );
          const theirs = model.apply(xs, { training: true }) as tf.Tensor;
          expect(difference(theirs, tf.tensor(ours, theirs.shape))).toBeLessThan(5e-6);
        }),
      ),
      { numRuns: 25 },
    );
  });

  test('with noise and on batch statistics is apply in training mode, the random numbers being the same', async () => {
    await fc.assert(
      fc.asyncProperty(anyArchitecture({ noise: ['dropout', 'gaussian'] }), (architecture) =>
        tidily(async () => {
          const model = anyModel(architecture);
          const { xs } = rowsFor(architecture, 9);
          const ours = await withSeededRandom(3, () =>
            forwardOnce(model, xs, { noise: true, batchNorm: { kind: 'batch' } }),
          );
          const theirs = await withSeededRandom(3, () => model.apply(xs, { training: true }) as tf.Tensor);
          expect(difference(theirs, ours)).toBeLessThan(5e-6);
        }),
      ),
      { numRuns: 15 },
    );
  });

  test('on the moving statistics is predict, noise layers or not', async () => {
    await fc.assert(
      fc.asyncProperty(anyArchitecture(), (architecture) =>
        tidily(async () => {
          const model = anyModel(architecture);
          move(model);
          const { xs } = rowsFor(architecture, 9);
          const ours = forwardOnce(model, xs, {
            noise: false,
            batchNorm: { kind: 'given', of: movingStatistics(model) },
          });
          expect(difference(model.predict(xs) as tf.Tensor, ours)).toBeLessThan(5e-6);
        }),
      ),
      { numRuns: 25 },
    );
  });

  test('reports the moments of every BatchNorm input once per call, nested and shared layers too', async () => {
    await tidily(async () => {
      const shared = tf.layers.batchNormalization({ name: 'shared' });
      const inner = tf.sequential({
        layers: [tf.layers.batchNormalization({ name: 'inside', inputShape: [2] })],
      });
      const input = tf.input({ shape: [2] });
      const twice = shared.apply(shared.apply(input)) as tf.SymbolicTensor;
      const model = tf.model({ inputs: input, outputs: inner.apply(twice) as tf.SymbolicTensor });
      const seen: string[] = [];
      forwardOnce(model, tf.randomNormal([5, 2], 4, 2, 'float32', 1), {
        noise: false,
        batchNorm: {
          kind: 'batch',
          seen: (layer, { mean }, values) => seen.push(`${layer.name} of ${values}: ${mean.length} channels`),
        },
      });
      expect(seen).toEqual(['shared of 5: 2 channels', 'shared of 5: 2 channels', 'inside of 5: 2 channels']);
    });
  });

  test('keeps the digits of inputs far from zero', async () => {
    await tidily(async () => {
      const model = tf.sequential({
        layers: [tf.layers.batchNormalization({ inputShape: [1], epsilon: 1e-6 })],
      });
      const xs = tf.tensor2d([100_000, 100_001, 100_002, 100_003], [4, 1]);
      const normalised = forwardOnce(model, xs, { noise: false, batchNorm: { kind: 'batch' } }).dataSync();
      const deviation = Math.sqrt(1.25 + 1e-6);
      for (const [i, value] of [-1.5, -0.5, 0.5, 1.5].entries())
        expect(normalised[i]).toBeCloseTo(value / deviation, 5);
    });
  });

  test('runs BatchNorm layers without scale and without centre', async () => {
    await tidily(async () => {
      const model = tf.sequential({
        layers: [
          tf.layers.batchNormalization({ inputShape: [3, 4], scale: false }),
          tf.layers.batchNormalization({ center: false }),
        ],
      });
      move(model);
      const xs = tf.randomNormal([6, 3, 4], 1, 2, 'float32', 4);
      const given = { kind: 'given', of: movingStatistics(model) } as const;
      const ours = forwardOnce(model, xs, { noise: false, batchNorm: given });
      expect(difference(model.predict(xs) as tf.Tensor, ours)).toBeLessThan(5e-6);
    });
  });

  test('normalises along the axis of the layer, wherever it is', async () => {
    await tidily(async () => {
      for (const axis of [1, 2, -1, -2]) {
        const model = tf.sequential({
          layers: [tf.layers.batchNormalization({ inputShape: [3, 4], axis })],
        });
        const xs = tf.randomNormal([6, 3, 4], 1, 2, 'float32', 4);
        const ours = forwardOnce(model, xs, { noise: false, batchNorm: { kind: 'batch' } });
        const { mean, variance } = tf.moments(xs, axis === 1 || axis === -2 ? [0, 2] : [0, 1], true);
        expect(difference(tf.div(tf.sub(xs, mean), tf.sqrt(tf.add(variance, 1e-3))), ours)).toBeLessThan(
          1e-5,
        );
      }
    });
  });

  test("gives the layers' own call back, also when the pass throws", async () => {
    await tidily(async () => {
      const model = tf.sequential({
        layers: [tf.layers.batchNormalization({ inputShape: [2] }), tf.layers.dense({ units: 1 })],
      });
      const { layer } = batchNormLayersOf(model)[0]!;
      const { call } = layer;
      const wrong = tf.ones([4, 3]);
      expect(() => forwardOnce(model, wrong, { noise: false, batchNorm: { kind: 'batch' } })).toThrow();
      expect(layer.call).toBe(call);
      expect(Object.hasOwn(layer, 'call')).toBe(false);
      const before = await bitsOf(model);
      model.apply(tf.randomNormal([8, 2], 3, 1, 'float32', 2), { training: true });
      expect(await bitsOf(model)).not.toEqual(before);
    });
  });
});
