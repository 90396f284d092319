import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { startBackend } from '../../../src/backends/startBackend';
import { mean } from '../../../src/numeric/mean';
import { lossFormula } from '../../../src/probes/metrics/formulas';
import { isLossName, lossFunctions, type LossName } from '../../../src/probes/metrics/lossFunctions';
import { float32Error, tableOfRows } from './tables';

beforeAll(() => startBackend());

const names = Object.keys(lossFunctions).filter(isLossName);

const columns = 3;
const f32 = (min: number, max: number): fc.Arbitrary<number> =>
  fc.float({ min: Math.fround(min), max: Math.fround(max), noNaN: true });

/** Probabilities with the ends that a saturated sigmoid or softmax reaches. */
const probability = fc.oneof(f32(0, 1), fc.constantFrom(0, 1, 1e-8, 1e-7, 0.5, Math.fround(1 - 1e-7)));
const vector = (of: fc.Arbitrary<number>): fc.Arbitrary<number[]> =>
  fc.array(of, { minLength: columns, maxLength: columns });
const distribution = vector(probability).filter((values) => values.some((value) => value > 1e-3));
const oneHot = fc
  .integer({ min: 0, max: columns - 1 })
  .map((c) => Array.from({ length: columns }, (_, i) => Number(i === c)));
const classIndex = fc.integer({ min: 0, max: columns - 1 }).map((c) => [c]);

const probabilistic: Partial<Record<LossName, [fc.Arbitrary<number[]>, fc.Arbitrary<number[]>]>> = {
  categoricalCrossentropy: [fc.oneof(oneHot, distribution), distribution],
  sparseCategoricalCrossentropy: [classIndex, distribution],
  binaryCrossentropy: [vector(fc.oneof(fc.constantFrom(0, 1), f32(0, 1))), vector(probability)],
  kullbackLeiblerDivergence: [distribution, distribution],
  poisson: [vector(f32(0, 9)), vector(f32(0, 9))],
};

function vectorsFor(name: LossName): [fc.Arbitrary<number[]>, fc.Arbitrary<number[]>] {
  return probabilistic[name] ?? [vector(fc.oneof(f32(-9, 9), fc.constantFrom(-1, 0, 1))), vector(f32(-9, 9))];
}

/** What `evaluate` says of predictions: a model that hands its input on, compiled with the loss. */
function lossOfTfjs(
  model: tf.LayersModel,
  targets: readonly number[][],
  predictions: readonly number[][],
): number {
  return tf.tidy(
    () =>
      (
        model.evaluate(tf.tensor2d([...predictions]), tf.tensor2d([...targets]), {
          batchSize: predictions.length,
        }) as tf.Scalar
      ).dataSync()[0]!,
  );
}

describe('lossFunctions', () => {
  test.each(names)('%s is what tfjs computes', (name) => {
    const model = tf.sequential({
      layers: [tf.layers.activation({ activation: 'linear', inputShape: [columns] })],
    });
    model.compile({ optimizer: tf.train.sgd(0), loss: name });
    const [target, prediction] = vectorsFor(name);
    fc.assert(
      fc.property(fc.array(fc.tuple(target, prediction), { minLength: 1, maxLength: 5 }), (pairs) => {
        const [targets, predictions] = [pairs.map(([t]) => t), pairs.map(([, p]) => p)];
        const ours = mean(lossFormula(name).of(tableOfRows(targets), tableOfRows(predictions))!.values);
        const theirs = lossOfTfjs(model, targets, predictions);
        expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(float32Error(theirs));
      }),
      { numRuns: 60 },
    );
  });

  test('gives a collapse to one class the loss that tfjs gives it: two of three rows wrong, clipped at 1e-7', () => {
    const collapsed = [0, 1, 0];
    const rows = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    const losses = rows.map((target) => lossFunctions.categoricalCrossentropy(target, collapsed));
    // Of the case: evaluate says 10.745396614074707.
    expect(mean(losses)).toBeCloseTo(10.745396614074707, 5);
  });

  test('gives a row that is right beyond float32 the 1.1921e-7 that fit reports', () => {
    expect(lossFunctions.categoricalCrossentropy([1, 0], [1, 0])).toBeCloseTo(1.1920929e-7, 12);
  });

  test('gives a prediction of NaN a loss of NaN', () => {
    for (const name of names) expect(lossFunctions[name]([1, 0], [NaN, NaN])).toBeNaN();
  });
});
