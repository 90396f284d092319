import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { startBackend } from '../../../src/backends/startBackend';
import { mean } from '../../../src/numeric/mean';
import { compiledIn } from '../../../src/probes/metrics/Compiled';
import { knownFunctions } from '../../../src/probes/metrics/knownFunctions';
import { perRow } from '../../../src/probes/metrics/perRow';
import type { Table } from '../../../src/probes/metrics/Table';
import { float32Error, meanOf, table } from './tables';

type OfTensors = (t: tf.Tensor, p: tf.Tensor) => tf.Tensor;

const shapes: readonly (readonly number[])[] = [
  [4, 3],
  [4, 1],
  [1, 3],
  [3, 2, 3],
  [2, 2, 2, 3],
];

const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
/** TensorFlow takes what is smaller than any normal float32 for 0. */
const withoutSubnormal = (value: number): number => (Math.abs(value) < 2 ** -126 ? 0 : value);
const f32 = (min: number, max: number): fc.Arbitrary<number> =>
  fc.float({ min: Math.fround(min), max: Math.fround(max), noNaN: true }).map(withoutSubnormal);
const probability = fc.oneof(f32(0, 1), fc.constantFrom(0, 0.5, 1));
const real = fc.oneof(f32(-9, 9), fc.constantFrom(-1, 0, 1));
const bit = fc.constantFrom(0, 1);

interface Kind {
  readonly target: fc.Arbitrary<number>;
  readonly prediction: fc.Arbitrary<number>;
}
const ofProbabilities: Kind = { target: bit, prediction: probability };
const ofReals: Kind = { target: real, prediction: real };
const kinds: Readonly<Record<string, Kind>> = {
  binaryAccuracy: { target: fc.constantFrom(0, 1, 0.3), prediction: probability },
  binaryCrossentropy: ofProbabilities,
  categoricalAccuracy: { target: probability, prediction: probability },
  // Positive, because the sum that probabilities are divided by must be.
  categoricalCrossentropy: { target: bit, prediction: f32(0.01, 1) },
  precision: { target: bit, prediction: probability },
  recall: { target: bit, prediction: probability },
  logLoss: ofProbabilities,
  hingeLoss: { target: bit, prediction: real },
  sigmoidCrossEntropy: { target: probability, prediction: f32(-30, 30) },
  softmaxCrossEntropy: { target: probability, prediction: f32(-30, 30) },
};

/** Those that divide by something of the size of the targets, whose rounding that makes larger. */
const relative = new Set(['meanAbsolutePercentageError', 'mape', 'MAPE', 'r2Score']);

const functions = [
  ...Object.entries(tf.metrics).map(([name, of]) => [`tf.metrics.${name}`, name, of] as const),
  ...Object.entries(tf.losses).map(([name, of]) => [`tf.losses.${name}`, name, of as OfTensors] as const),
].filter(([, name]) => !name.startsWith('sparse') && name !== 'computeWeightedLoss');

let known: ReturnType<typeof knownFunctions>;
beforeAll(async () => {
  await startBackend();
  known = knownFunctions(tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] }));
});

const spread = (values: ArrayLike<number>): number =>
  Math.max(...Array.from(values)) - Math.min(...Array.from(values));

const tensorOf = ({ values, shape, dtype }: Table): tf.Tensor => tf.tensor(values, [...shape], dtype);

/** Both values, of ours and of tfjs. */
function both(of: OfTensors, targets: Table, predictions: Table): [number, number] {
  const returned = known.get(of)!.of(targets, predictions)!;
  const theirs = tf.tidy(() => meanOf(tf, of(tensorOf(targets), tensorOf(predictions))));
  return [mean(perRow(returned, predictions.rows)), theirs];
}

function expectSame([ours, theirs]: [number, number], times = 1): void {
  if (!Number.isFinite(theirs)) expect(ours).toBe(theirs);
  else expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(times * float32Error(theirs));
}

describe('formulas', () => {
  test.each(functions)('%s is what tfjs computes, in every shape', (_, name, of) => {
    const { target, prediction } = kinds[name] ?? ofReals;
    const numbers = (each: fc.Arbitrary<number>, shape: readonly number[]): fc.Arbitrary<number[]> =>
      fc.array(each, { minLength: size(shape), maxLength: size(shape) });
    const cases = fc.constantFrom(...shapes).chain((shape) =>
      fc.record({
        targets: numbers(target, shape).map((all) => table(shape, all)),
        predictions: numbers(prediction, shape).map((all) => table(shape, all)),
      }),
    );
    fc.assert(
      fc.property(cases, ({ targets, predictions }) => {
        if (name === 'r2Score') fc.pre(spread(targets.values) > 0.1);
        expectSame(both(of, targets, predictions), relative.has(name) ? 100 : 1);
      }),
      { numRuns: 60 },
    );
  });

  test.each(functions)('%s takes whole numbers', (_, name, of) => {
    if (relative.has(name) && name !== 'r2Score') return;
    const targets = table([2, 3], [1, 0, 0, 0, 1, 1], 'int32');
    expectSame(both(of, targets, table([2, 3], [0.2, 0.3, 1, 0.1, 1, 0.1])));
  });

  /** What `fitDataset`, which checks no shape, hands to losses and metrics. */
  const unequal: readonly (readonly [readonly number[], readonly number[]])[] = [
    [[4], [4, 1]],
    [[4], [4, 3]],
    [[3], [4, 3]],
    [
      [4, 1],
      [4, 3],
    ],
    [
      [4, 3],
      [4, 1],
    ],
    [
      [4, 2],
      [4, 3],
    ],
    [
      [2, 1, 3],
      [2, 3, 3],
    ],
    [
      [2, 1, 1],
      [2, 3, 3],
    ],
    [
      [2, 3],
      [2, 3, 3],
    ],
    [
      [2, 2],
      [2, 3, 3],
    ],
    [
      [4, 2],
      [4, 3, 2],
    ],
    [
      [2, 3, 1],
      [2, 3, 3],
    ],
    [
      [2, 3, 1, 2],
      [2, 3, 2, 2],
    ],
  ];
  const metrics = functions.filter(([label]) => label.startsWith('tf.metrics'));
  const pairs = [
    ...metrics,
    ...functions.filter(([label]) => label === 'tf.losses.huberLoss'),
    ['tf.metrics.sparseCategoricalAccuracy', 'sparse', tf.metrics.sparseCategoricalAccuracy],
  ] as const;

  test.each(pairs)('%s broadcasts as tfjs does, and is not defined where tfjs throws', (_, __, of) => {
    for (const [targetShape, shape] of unequal) {
      const bits = Array.from({ length: size(targetShape) }, (_each, i) => Number(i % 3 === 0));
      const shares = Array.from({ length: size(shape) }, (_each, i) => ((7 * i + 3) % 11) / 11 + 0.01);
      const [targets, predictions] = [table(targetShape, bits), table(shape, shares)];
      const defined = known.get(of)!.of(targets, predictions) !== undefined;
      expect([targetShape, shape, defined]).toEqual([targetShape, shape, !throws(of, targets, predictions)]);
      if (defined) expectSame(both(of, targets, predictions));
    }
  });

  function throws(of: OfTensors, targets: Table, predictions: Table): boolean {
    try {
      tf.tidy(() => of(tensorOf(targets), tensorOf(predictions)));
      return false;
    } catch {
      return true;
    }
  }

  test('gives a row of targets [rows] the mean over the targets of all rows, as tfjs broadcasts them against [rows, 1]', () => {
    const of = known.get(tf.metrics.binaryAccuracy)!;
    const accuracy = of.of(table([3], [1, 1, 0]), table([3, 1], [0.9, 0.1, 0.8]))!;
    expect(Array.from(perRow(accuracy, 3))).toEqual([2 / 3, 1 / 3, 2 / 3]);
  });
});

describe('of class indices', () => {
  const shapesOfIndices: readonly (readonly [readonly number[], readonly number[]])[] = [
    [
      [4, 1],
      [4, 3],
    ],
    [[4], [4, 3]],
    [
      [2, 4, 1],
      [2, 4, 3],
    ],
    [
      [2, 4],
      [2, 4, 3],
    ],
  ];
  const cases = fc.constantFrom(...shapesOfIndices).chain(([indices, shape]) =>
    fc.record({
      targets: fc
        .array(fc.integer({ min: 0, max: 2 }), { minLength: size(indices), maxLength: size(indices) })
        .map((all) => table(indices, all)),
      predictions: fc
        .array(f32(0, 1), { minLength: size(shape), maxLength: size(shape) })
        .map((all) => table(shape, all)),
    }),
  );

  test('sparseCategoricalAccuracy is what tfjs computes', () => {
    fc.assert(
      fc.property(cases, ({ targets, predictions }) => {
        expectSame(both(tf.metrics.sparseCategoricalAccuracy, targets, predictions));
      }),
    );
  });

  test('sparseCategoricalCrossentropy is what tfjs computes', () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [1] })] });
    model.compile({ optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy' });
    const of = compiledIn(model)!.losses[0] as OfTensors;
    fc.assert(
      fc.property(cases, ({ targets, predictions }) => {
        expectSame(both(of, targets, predictions));
      }),
    );
    expectSame(both(of, table([2], [-1, 3]), table([2, 3], [0.1, 0.2, 0.7, 0.1, 0.2, 0.7])));
  });
});
