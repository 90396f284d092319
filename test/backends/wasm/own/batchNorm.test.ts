import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { ownBatchNorm } from '../../../../src/backends/wasm/own/batchNorm';
import type { BatchNormPasses } from '../../../../src/backends/wasm/BatchNormPasses';
import { randomVolume, type Volume } from '../../reference/Volume';
import { relativeError, tensorOf } from '../gradients';
import { recomposedBatchNorm } from '../../../../src/backends/wasm/recomposedBatchNorm';
import { heapPlace } from '../../../../src/backends/wasm/heapTensor';
import { running, type Running } from './running';

let own: Running;
let passes: BatchNormPasses;
beforeAll(async () => {
  own = await running();
  passes = ownBatchNorm(own.backend, own.kernels);
});

const shapes = fc.record({
  rows: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constantFrom(127, 128, 129, 300)),
  channels: fc.integer({ min: 1, max: 21 }),
  seed: fc.integer({ min: 1, max: 1e6 }),
});

const matrix = (volume: Volume): tf.Tensor2D => tensorOf<tf.Tensor2D>(volume);
const vector = (volume: Volume): tf.Tensor1D => tensorOf<tf.Tensor1D>(volume);

/** Values of a matrix [rows, channels], element by element. */
const mapped = (
  { shape, values }: Volume,
  value: (element: number, channel: number, at: number) => number,
): Volume => ({ shape, values: values.map((element, at) => value(element, at % (shape[1] as number), at)) });

function columnMeans({ shape, values }: Volume): Volume {
  const [rows = NaN, channels = NaN] = shape;
  const means = new Float64Array(channels);
  values.forEach((value, at) => (means[at % channels]! += value / rows));
  return { shape: [channels], values: means };
}

function expectClose(got: tf.Tensor, expected: Volume): void {
  expect(got.shape).toEqual(expected.shape);
  // Values are up to 1, and so are sums over rows divided by the rows.
  expect(relativeError(got.dataSync(), expected, 1)).toBeLessThan(2e-6);
}

test('the passes of BatchNorm are right for every number of rows and channels', () => {
  fc.assert(
    fc.property(shapes, ({ rows, channels, seed }) => {
      const x = randomVolume([rows, channels], seed);
      const dy = randomVolume([rows, channels], seed + 1);
      const [mean, scale, offset, meanDy] = [2, 3, 4, 5].map((step) =>
        randomVolume([channels], seed + step),
      ) as [Volume, Volume, Volume, Volume];
      const of = ({ values }: Volume, channel: number): number => values[channel] ?? NaN;
      const centred = mapped(x, (value, channel) => value - of(mean, channel));
      tf.tidy(() => {
        const means = columnMeans(x);
        const moments = passes.moments(matrix(x));
        expectClose(moments.mean, means);
        expectClose(
          moments.variance,
          columnMeans(mapped(x, (value, channel) => (value - of(means, channel)) ** 2)),
        );
        expectClose(
          passes.normalised(matrix(x), vector(mean), vector(scale), vector(offset)),
          mapped(centred, (value, channel) => value * of(scale, channel) + of(offset, channel)),
        );
        const gradientMeans = passes.gradientMeans(matrix(x), matrix(dy), vector(mean));
        expectClose(gradientMeans.meanDy, columnMeans(dy));
        expectClose(
          gradientMeans.meanDyCentred,
          columnMeans(mapped(centred, (value, _, at) => value * (dy.values[at] ?? NaN))),
        );
        const perChannel = {
          mean: vector(mean),
          meanDy: vector(meanDy),
          scale: vector(scale),
          slope: vector(offset),
        };
        expectClose(
          passes.inputGradient(matrix(x), matrix(dy), perChannel),
          mapped(
            centred,
            (value, channel, at) =>
              ((dy.values[at] ?? NaN) - of(meanDy, channel)) * of(scale, channel) +
              value * of(offset, channel),
          ),
        );
      });
    }),
    { numRuns: 200 },
  );
});

test('the moments of a long column far from zero keep their digits', () => {
  const x = randomVolume([29403, 3], 8, { centre: 100 });
  const means = columnMeans(x);
  const variances = columnMeans(mapped(x, (value, channel) => (value - (means.values[channel] ?? NaN)) ** 2));
  tf.tidy(() => {
    const { mean, variance } = passes.moments(matrix(x));
    expect(relativeError(mean.dataSync(), means)).toBeLessThan(1e-6);
    // The mean of 100 is held to 4e-6 and squared with the rest: nothing of a variance of a third.
    expect(relativeError(variance.dataSync(), variances)).toBeLessThan(2e-6);
  });
});

const bits = (tensors: readonly tf.Tensor[]): number[][] =>
  tensors.map((tensor) => Array.from(new Int32Array((tensor.dataSync() as Float32Array).slice().buffer)));

test('what is computed of single numbers for each channel has the bits that operations of TensorFlow.js give', () => {
  const vectors = fc.record({
    channels: fc.integer({ min: 1, max: 40 }),
    seed: fc.integer({ min: 1, max: 1e6 }),
  });
  fc.assert(
    fc.property(vectors, fc.integer({ min: 1, max: 30_000 }), ({ channels, seed }, rows) => {
      const drawn = (step: number): tf.Tensor1D => vector(randomVolume([channels], seed + step));
      tf.tidy(() => {
        const [gamma, meanDy, meanDyCentred] = [drawn(1), drawn(2), drawn(3)] as const;
        const variance = tf.square(drawn(4));
        const [ours, theirs] = [passes, recomposedBatchNorm].map((of) => {
          const factors = of.factors(variance, gamma, 1e-3);
          const means = { meanDy, meanDyCentred };
          const gradients = of.gradientFactors({ ...factors, ...means, gamma }, rows);
          const { scale, slope, dGamma, dBeta } = gradients;
          return bits([factors.reciprocal, factors.scale, scale, slope, dGamma, dBeta]);
        });
        expect(ours).toEqual(theirs);
      });
    }),
    { numRuns: 200 },
  );
});

test('a moving average follows with the bits that tfjs-layers gives it, a mean is a sum divided', () => {
  const [old, value] = [1, 2].map((seed) => vector(randomVolume([29], seed))) as [tf.Tensor1D, tf.Tensor1D];
  const followed = tf.zeros([29]);
  const place = (tensor: tf.Tensor): number => heapPlace(own.backend, tensor);
  for (const momentum of [0.99, 0.9, 0, 0.123]) {
    own.kernels.followed(29, place(old), place(value), 1 - momentum, place(followed));
    const expected = tf.sub(old, tf.mul(tf.sub(old, value), 1 - momentum));
    expect(bits([followed])).toEqual(bits([expected]));
  }
  const divided = tf.div(value, 7);
  own.kernels.divided(29, place(value), 7);
  expect(bits([value])).toEqual(bits([divided]));
});
