import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { batchNorm } from '../reference/batchNorm';
import { centralDifference } from '../reference/centralDifference';
import { dot, randomVolume, type Volume } from '../reference/Volume';
import { relativeError, tensorOf } from './gradients';
import { wasmWithTrainingKernels } from './wasmWithTrainingKernels';

beforeAll(wasmWithTrainingKernels);

interface Case {
  readonly shape: readonly number[];
  readonly centre: number;
  readonly epsilon: number;
  readonly seed: number;
}

const oneTo = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });

/** At least two rows: a batch of one row is all zeros after the mean is taken out. */
const batchNormCase = fc.record({
  shape: fc.oneof(
    fc.tuple(fc.integer({ min: 2, max: 9 }), oneTo(6)),
    fc.tuple(fc.integer({ min: 2, max: 3 }), oneTo(7), oneTo(6)),
    fc.tuple(fc.integer({ min: 2, max: 3 }), oneTo(5), oneTo(5), oneTo(5)),
  ),
  centre: fc.constantFrom(0, -3, 100),
  epsilon: fc.constantFrom(1e-3, 1e-5, 1),
  seed: fc.integer({ min: 1, max: 1e6 }),
});

function layerGradients(
  input: Volume,
  gamma: Volume,
  beta: Volume,
  weight: Volume,
  epsilon: number,
): { dx: Float32Array; dgamma: Float32Array; dbeta: Float32Array; leaked: number } {
  const layer = tf.layers.batchNormalization({ epsilon });
  const x = tensorOf(input);
  layer.build(x.shape);
  layer.setWeights([
    tensorOf(gamma),
    tensorOf(beta),
    tf.zerosLike(tensorOf(beta)),
    tf.onesLike(tensorOf(beta)),
  ]);
  const dy = tensorOf(weight);
  const before = tf.memory().numTensors;
  const variable = tf.variable(x);
  const { value, grads } = tf.variableGrads(() =>
    tf.sum<tf.Scalar>(tf.mul(layer.apply(variable, { training: true }) as tf.Tensor, dy)),
  );
  const named = Object.entries(grads);
  const of = (part: string): Float32Array =>
    named.find(([name]) => name.includes(part))?.[1].dataSync() as Float32Array;
  const result = {
    dx: grads[variable.name]?.dataSync() as Float32Array,
    dgamma: of('gamma'),
    dbeta: of('beta'),
  };
  tf.dispose([value, grads]);
  variable.dispose();
  return { ...result, leaked: tf.memory().numTensors - before };
}

function references({ shape, centre, epsilon, seed }: Case): {
  values: [Volume, Volume, Volume, Volume];
  dx: Volume;
  dgamma: Volume;
  dbeta: Volume;
} {
  const channels = shape[shape.length - 1] as number;
  const x = randomVolume(shape, seed, { centre });
  const gamma = randomVolume([channels], seed + 1, { centre: 1.5 });
  const beta = randomVolume([channels], seed + 2);
  const weight = randomVolume(shape, seed + 3);
  const loss = (a: Volume, b: Volume, c: Volume): number => dot(batchNorm(a, b, c, epsilon), weight);
  return {
    values: [x, gamma, beta, weight],
    dx: centralDifference((moved) => loss(moved, gamma, beta), x, 1e-5),
    dgamma: centralDifference((moved) => loss(x, moved, beta), gamma),
    dbeta: centralDifference((moved) => loss(x, gamma, moved), beta),
  };
}

function smallestDeviation({ shape, values }: Volume): number {
  const channels = shape[shape.length - 1] as number;
  const deviations = Array.from({ length: channels }, (_, channel) => {
    const column = values.filter((__, at) => at % channels === channel);
    const mean = column.reduce((sum, value) => sum + value / column.length, 0);
    return Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2 / column.length, 0));
  });
  return Math.min(...deviations);
}

describe('the gradient of batch normalization in training', () => {
  test('is that of the whole layer, the moments of the batch included', () => {
    fc.assert(
      fc.property(batchNormCase, (given) => {
        const { values, dx, dgamma, dbeta } = references(given);
        // Of a channel whose values all but agree, float32 holds next to nothing when they are around 100.
        fc.pre(given.centre === 0 || smallestDeviation(values[0]) > 0.05);
        const got = layerGradients(...values, given.epsilon);
        // What is normalised has the rounding of the inputs, and of their mean, in units of the deviation; the gradient of the input is made of terms of the size
        // of gamma (2.5 at most) over it, which may cancel to almost nothing.
        const deviation = Math.hypot(smallestDeviation(values[0]), Math.sqrt(given.epsilon));
        const tolerance = (2e-6 * (1 + Math.abs(given.centre))) / deviation;
        const scale = Math.max(...dgamma.values.map(Math.abs), ...dbeta.values.map(Math.abs), 1);
        expect(relativeError(got.dx, dx, 2.5 / deviation)).toBeLessThan(tolerance);
        expect(relativeError(got.dgamma, dgamma, scale)).toBeLessThan(tolerance);
        expect(relativeError(got.dbeta, dbeta, scale)).toBeLessThan(2e-6);
        expect(got.leaked).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  test('holds for a long column far from zero, and moves the moving statistics to the moments of the batch', () => {
    const shape = [3, 41, 43, 2];
    const x = randomVolume(shape, 5, { centre: 300, spread: 2 });
    const layer = tf.layers.batchNormalization({ momentum: 0 });
    layer.build(shape);
    const moved = tf.tidy(() => {
      tf.variableGrads(() => tf.sum<tf.Scalar>(layer.apply(tensorOf(x), { training: true }) as tf.Tensor));
      return layer
        .getWeights()
        .slice(2)
        .map((weight) => weight.dataSync());
    });
    for (const channel of [0, 1]) {
      const column = x.values.filter((_, at) => at % 2 === channel);
      const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
      const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length;
      // In units of the standard deviation, of about 1.15; float32 itself holds 300 to 3e-5.
      expect(Math.abs((moved[0]?.[channel] ?? 0) - mean)).toBeLessThan(1e-4);
      expect(Math.abs((moved[1]?.[channel] ?? 0) / variance - 1)).toBeLessThan(1e-5);
    }
  });
});
