import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../../src/backends/startBackend';
import { mean } from '../../../src/numeric/mean';
import { classWeights } from '../../../src/probes/metrics/classWeights';
import { metricsOf } from '../../../src/probes/metrics/metricsOf';
import { rowWeights } from '../../../src/probes/metrics/rowWeights';
import { asFitTakes, tableOf } from '../../../src/probes/metrics/Table';
import { bits, classes, meanError, oneHot, reals, rows, single, threeOutputs, xs } from './models';
import { table, tableOfRows } from './tables';

beforeAll(() => startBackend());

type ClassWeightArgs = Parameters<tf.LayersModel['fit']>[2];

/** The weighted loss of each output and their sum, from predictions, held against what one batch of fit reports. */
async function expectFitToAgree(model: tf.LayersModel, ys: tf.Tensor[], classWeight: unknown): Promise<void> {
  const inputs = xs();
  const args = { batchSize: rows, shuffle: false, verbose: 0, classWeight } as ClassWeightArgs;
  const { history } = await model.fit(inputs, ys.length === 1 ? ys[0]! : ys, args);
  const metrics = metricsOf(model, 'the test');
  const weights = classWeights(
    classWeight,
    metrics.map(({ output }) => output),
    'the test',
  );
  const predictions = [model.predict(inputs)].flat();
  let total = 0;
  for (const [i, { output, loss }] of metrics.entries()) {
    const { rank } = predictions[i]!;
    const targets = asFitTakes(await tableOf(ys[i]!, rank));
    const perRow = await loss.perRow(targets, await tableOf(predictions[i]!, rank));
    const weight = rowWeights(targets, weights[i], 'the test', output);
    const value = mean(weight === undefined ? perRow : perRow.map((each, row) => each * weight[row]!));
    expect(value).toBeCloseTo(Number(history[loss.reported]![0]), 4);
    total += value;
  }
  expect(total).toBeCloseTo(Number(history['loss']![0]), 4);
}

const bySize = { 0: 0.5, 1: 3, 2: 1.5 };

describe('the loss under class weights is that of fit:', () => {
  test.each<[string, (output: string) => unknown]>([
    ['a map', () => bySize],
    ['a map in a list', () => [bySize]],
    ['a list of numbers', () => [0.5, 3, 1.5]],
    ['by the name of the one output', (output) => ({ [output]: bySize })],
    ['nothing', () => undefined],
  ])('one output, %s', async (_, classWeight) => {
    const model = single(3, 'softmax');
    model.compile({ optimizer: tf.train.sgd(0), loss: 'categoricalCrossentropy' });
    await expectFitToAgree(model, [oneHot()], classWeight(model.outputNames[0]!));
  });

  test('of class indices, of labels, of tf.losses and of functions of one own', async () => {
    const losses = [
      ['sparseCategoricalCrossentropy', classes()],
      ['binaryCrossentropy', bits([rows, 3])],
      [tf.losses.huberLoss, oneHot()],
      [meanError, oneHot()],
      [(t: tf.Tensor, p: tf.Tensor) => meanError(t, p).mean(), oneHot()],
    ] as const;
    for (const [loss, ys] of losses) {
      const model = single(3, 'softmax');
      model.compile({ optimizer: tf.train.sgd(0), loss: loss });
      await expectFitToAgree(model, [ys], bySize);
    }
  });

  test.each<[string, unknown]>([
    ['a list of maps, one of them missing', [bySize, { 0: 2, 1: 7 }, null]],
    ['by output name, some missing', { pair: { 0: 2, 1: 7 } }],
  ])('several outputs, %s', async (_, classWeight) => {
    const model = threeOutputs();
    const loss = ['categoricalCrossentropy', 'binaryCrossentropy', 'meanSquaredError'];
    model.compile({ optimizer: tf.train.sgd(0), loss });
    await expectFitToAgree(model, [oneHot(), bits([rows, 2]), reals([rows, 1])], classWeight);
  });
});

describe('classWeights', () => {
  const outputs = ['digit', 'size'];

  test('says what tfjs does not understand', () => {
    const message = `is an object with 0, 1, 2.
  Allowed: a list of 2 maps, null for none, or maps by output name: digit, size.
  Next: pass { "digit": { 0: 1, 1: 5 } }.`;
    expect(() => classWeights(bySize, outputs, 'train')).toThrow(
      `The option \`classWeight\` of train ${message}`,
    );
    expect(() => classWeights([bySize], outputs, 'train')).toThrow('Allowed: a list of 2 maps');
    expect(() => classWeights('balanced', ['digit'], 'train'))
      .toThrow(`The option \`classWeight\` of train is "balanced".
  Allowed: a map from class index to a finite number.
  Next: pass { 0: 1, 1: 5 }.`);
    expect(() => classWeights({ 0: 1, 1: NaN }, ['digit'], 'train')).toThrow('Allowed: a map');
  });

  test('says a name that is no output, which tfjs passes over', () => {
    expect(() => classWeights({ digit: bySize, sise: bySize }, outputs, 'train')).toThrow('digit, sise');
  });
});

describe('rowWeights', () => {
  test('weighs a row by its class: the largest column, or the one number', () => {
    const rowsOfThree = [
      [0, 1, 0],
      [1, 0, 0],
      [0, 0, 1],
    ];
    expect(rowWeights(tableOfRows(rowsOfThree), bySize, 'the test')).toEqual(Float64Array.of(3, 0.5, 1.5));
    expect(rowWeights(tableOfRows([[1], [0]]), bySize, 'the test')).toEqual(Float64Array.of(3, 0.5));
    expect(rowWeights(table([2], [1, 0]), bySize, 'the test')).toEqual(Float64Array.of(3, 0.5));
  });

  test('is undefined where all weigh the same', () => {
    expect(rowWeights(tableOfRows([[1]]), undefined, 'the test')).toBeUndefined();
  });

  test('says the class that has no weight', () => {
    expect(() => rowWeights(tableOfRows([[1], [4]]), bySize, 'the test', 'digit'))
      .toThrow(`The class weight of the output digit of the model given to the test is without class 4, which is among the targets.
  Allowed: targets of the classes 0, 1, 2.
  Next: add a weight for class 4.`);
  });

  test('says that tfjs weighs no sequences', () => {
    expect(() => rowWeights(table([1, 2, 1], [0, 1]), bySize, 'the test'))
      .toThrow(`The tensor of targets of the model given to the test is of shape [1, 2, 1] under a class weight.
  Allowed: class indices or one-hot rows: a tensor with one or two axes.
  Next: leave classWeight out for this output; tfjs weighs whole rows only.`);
  });
});
