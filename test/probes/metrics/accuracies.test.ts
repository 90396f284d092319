import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { startBackend } from '../../../src/backends/startBackend';
import { mean } from '../../../src/numeric/mean';
import { accuracyFunctions, argMax } from '../../../src/probes/metrics/accuracyFunctions';
import { metricsOf } from '../../../src/probes/metrics/metricsOf';
import { tableOf } from '../../../src/probes/metrics/Table';

beforeAll(() => startBackend());

const score = fc.oneof(
  fc.float({ min: 0, max: 1, noNaN: true }),
  // Ties, and the threshold itself.
  fc.constantFrom(0, 0.25, 0.5, 1),
);
const rowOf3 = fc.array(score, { minLength: 3, maxLength: 3 });

/** `tf.metrics` of one row. */
function byTfjs(
  metric: (t: tf.Tensor, p: tf.Tensor) => tf.Tensor,
  target: number[],
  prediction: number[],
): number {
  return tf.tidy(() => metric(tf.tensor2d([target]), tf.tensor2d([prediction])).dataSync()[0]!);
}

describe('accuracyFunctions', () => {
  test('binaryAccuracy is that of tfjs, the threshold 0.5 itself counting as 0', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(0, 1, 0.3), { minLength: 3, maxLength: 3 }),
        rowOf3,
        (target, row) => {
          expect(accuracyFunctions.binaryAccuracy(target, row)).toBeCloseTo(
            byTfjs(tf.metrics.binaryAccuracy, target, row),
            6,
          );
        },
      ),
    );
    expect(accuracyFunctions.binaryAccuracy([1], [0.5])).toBe(0);
  });

  test('categoricalAccuracy is that of tfjs, also for ties', () => {
    fc.assert(
      fc.property(rowOf3, rowOf3, (target, row) => {
        expect(accuracyFunctions.categoricalAccuracy(target, row)).toBe(
          byTfjs(tf.metrics.categoricalAccuracy, target, row),
        );
      }),
    );
  });

  test('sparseCategoricalAccuracy is that of tfjs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 }), rowOf3, (target, row) => {
        expect(accuracyFunctions.sparseCategoricalAccuracy([target], row)).toBe(
          byTfjs(tf.metrics.sparseCategoricalAccuracy, [target], row),
        );
      }),
    );
  });

  test('argMax takes the first of equals', () => {
    expect(argMax([1, 3, 3])).toBe(1);
    expect(argMax([0, 0, 0])).toBe(0);
  });
});

interface Kind {
  readonly name: string;
  readonly layers: () => tf.layers.Layer[];
  readonly loss: string;
  readonly metrics: string | string[];
  readonly ys: () => tf.Tensor;
  readonly reported: readonly string[];
}

const rows = 12;
const dense = (units: number, activation: 'softmax' | 'sigmoid' | 'linear'): tf.layers.Layer =>
  tf.layers.dense({
    units,
    activation,
    inputShape: [4],
    kernelInitializer: tf.initializers.glorotUniform({ seed: 3 }),
  });
const bits = (shape: number[]): tf.Tensor =>
  tf.tidy(() => tf.randomUniform(shape, 0, 1, 'float32', 5).greater(0.5).toFloat());
const classes = (): tf.Tensor => tf.tidy(() => tf.floor(tf.randomUniform([rows, 1], 0, 3, 'float32', 5)));
const oneHot = (): tf.Tensor => tf.tidy(() => tf.oneHot(classes().flatten().toInt(), 3).toFloat());

const kinds: readonly Kind[] = [
  {
    name: 'softmax of 3, one-hot targets',
    layers: () => [dense(3, 'softmax')],
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
    ys: oneHot,
    reported: ['acc'],
  },
  {
    name: 'softmax of 3, class indices',
    layers: () => [dense(3, 'softmax')],
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['acc'],
    ys: classes,
    reported: ['acc'],
  },
  {
    name: 'one sigmoid',
    layers: () => [dense(1, 'sigmoid')],
    loss: 'binaryCrossentropy',
    metrics: 'accuracy',
    ys: () => bits([rows, 1]),
    reported: ['acc'],
  },
  {
    name: 'three sigmoids, several labels',
    layers: () => [dense(3, 'sigmoid')],
    loss: 'binaryCrossentropy',
    metrics: ['accuracy'],
    ys: () => bits([rows, 3]),
    reported: ['acc'],
  },
  {
    name: 'a regression',
    layers: () => [dense(1, 'linear')],
    loss: 'meanSquaredError',
    metrics: ['accuracy', 'mae'],
    ys: () => bits([rows, 1]),
    reported: ['acc', 'mae'],
  },
  {
    name: 'softmax of 3 under a squared error',
    layers: () => [dense(3, 'softmax')],
    loss: 'meanSquaredError',
    metrics: ['accuracy', 'binaryAccuracy'],
    ys: oneHot,
    reported: ['acc', 'binaryAccuracy'],
  },
  {
    name: 'a sequence of 2 softmaxes',
    layers: () => [
      dense(6, 'linear'),
      tf.layers.reshape({ targetShape: [2, 3] }),
      tf.layers.activation({ activation: 'softmax' }),
    ],
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
    ys: () => tf.tidy(() => tf.stack([oneHot(), oneHot()], 1)),
    reported: ['acc'],
  },
  {
    name: 'an accuracy under its own name',
    layers: () => [dense(3, 'softmax')],
    loss: 'categoricalCrossentropy',
    metrics: ['categoricalAccuracy'],
    ys: oneHot,
    reported: ['categoricalAccuracy'],
  },
];

describe('metricsOf', () => {
  test.each(kinds)('reads the metrics of $name as fit reports them', async (kind) => {
    const model = tf.sequential({ layers: kind.layers() });
    model.compile({ optimizer: tf.train.sgd(0), loss: kind.loss, metrics: kind.metrics });
    const [xs, ys] = [tf.randomNormal([rows, 4], 0, 1, 'float32', 2), kind.ys()];
    const { history } = await model.fit(xs, ys, { batchSize: rows, shuffle: false, verbose: 0 });

    const { loss, others } = metricsOf(model, 'the test');
    const predictions = model.predict(xs) as tf.Tensor;
    const table = await tableOf(predictions, predictions.rank);
    const targets = await tableOf(ys, predictions.rank);
    for (const name of [...kind.reported, 'loss']) {
      const metric = [loss, ...others].find((each) => each.name === (name === 'acc' ? 'accuracy' : name))!;
      expect(mean(metric.perRow(targets, table))).toBeCloseTo(Number(history[name]![0]), 5);
    }
  });

  test('always has an accuracy, even of a model that was compiled without', () => {
    const model = tf.sequential({ layers: [dense(3, 'softmax')] });
    model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy' });
    expect(metricsOf(model, 'the test').others.map(({ name }) => name)).toEqual(['accuracy']);
  });

  test('takes the loss by its name where the model is not compiled', () => {
    const model = tf.sequential({ layers: [dense(3, 'softmax')] });
    expect(metricsOf(model, 'the test', 'categoricalCrossentropy').lossName).toBe('categoricalCrossentropy');
  });
});
