import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../../src/backends/startBackend';
import { mean } from '../../../src/numeric/mean';
import { metricNames } from '../../../src/probes/metrics/compileComplaints';
import type { LossAndMetrics } from '../../../src/probes/metrics/compiledAs';
import { isLossName, lossFunctions } from '../../../src/probes/metrics/lossFunctions';
import type { Metric } from '../../../src/probes/metrics/Metric';
import { metricsOf } from '../../../src/probes/metrics/metricsOf';
import { asFitTakes, type Table, tableOf } from '../../../src/probes/metrics/Table';
import { expectFitToAgree } from './expectFitToAgree';
import {
  bits,
  classes,
  dense,
  largestError,
  meanError,
  oneHot,
  rows,
  sequence,
  single,
  targetsOfThree,
  threeOutputs,
  xs,
} from './models';

beforeAll(() => startBackend());

describe('what fit reports is had from predictions, under the same names:', () => {
  const everyMetric = metricNames.filter((name) => !name.startsWith('sparse'));
  const strings = Object.keys(lossFunctions).filter(isLossName);

  test.each(strings)('the loss %s, with its accuracy and cross-entropy', async (loss) => {
    const ys = loss === 'sparseCategoricalCrossentropy' ? classes() : oneHot();
    await expectFitToAgree(single(3, 'softmax'), { loss, metrics: ['accuracy', 'ce'] }, xs(), ys);
  });

  test.each(strings.filter((loss) => !/categorical/i.test(loss)))(
    'the loss %s of one number',
    async (loss) => {
      const model = single(1, 'sigmoid');
      await expectFitToAgree(model, { loss, metrics: ['acc', 'crossentropy'] }, xs(), bits([rows]));
    },
  );

  test.each(everyMetric)('the metric %s by name', async (metric) => {
    await expectFitToAgree(
      single(3, 'softmax'),
      { loss: 'categoricalCrossentropy', metrics: metric },
      xs(),
      oneHot(),
    );
  });

  test('the metric sparseCategoricalCrossentropy by name', async () => {
    const metrics = ['sparseCategoricalCrossentropy', 'acc'];
    await expectFitToAgree(
      single(3, 'softmax'),
      { loss: 'sparseCategoricalCrossentropy', metrics },
      xs(),
      classes(),
    );
  });

  const functions = Object.entries(tf.metrics).filter(([name]) => !name.startsWith('sparse'));
  test.each(functions)('tf.metrics.%s', async (_, metric) => {
    const compile = { loss: 'categoricalCrossentropy', metrics: [metric] };
    await expectFitToAgree(single(3, 'softmax'), compile, xs(), oneHot());
  });

  const losses = Object.entries(tf.losses).filter(([name]) => name !== 'computeWeightedLoss');
  test.each(losses)('tf.losses.%s', async (_, of) => {
    await expectFitToAgree(single(3, 'sigmoid'), { loss: of, metrics: ['accuracy', of] }, xs(), oneHot());
  });

  test('functions of one own, also without a name, and twice of one name', async () => {
    const metrics = [largestError, (t: tf.Tensor, p: tf.Tensor) => meanError(t, p), meanError, meanError];
    await expectFitToAgree(single(3, 'softmax'), { loss: meanError, metrics }, xs(), oneHot());
  });

  test('sequences, one-hot and as class indices', async () => {
    const metrics = ['accuracy', 'binaryAccuracy', 'mse'];
    await expectFitToAgree(
      sequence(2, 3),
      { loss: 'categoricalCrossentropy', metrics },
      xs(),
      oneHot([rows, 2]),
    );
    await expectFitToAgree(
      sequence(2, 3),
      { loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy', 'ce'] },
      xs(),
      classes([rows, 2, 1]),
    );
  });

  test('an image for each row', async () => {
    const layers = [dense(2 * 2 * 3, 'sigmoid'), tf.layers.reshape({ targetShape: [2, 2, 3] })];
    const metrics = ['accuracy', 'mae', meanError, largestError];
    for (const loss of ['binaryCrossentropy', tf.losses.huberLoss, 'meanSquaredError'] as const)
      await expectFitToAgree(tf.sequential({ layers }), { loss, metrics }, xs(), bits([rows, 2, 2, 3]));
  });

  test('class indices of a model that learns from a function of its own: tfjs takes the largest of the one column', async () => {
    const sparse = (t: tf.Tensor, p: tf.Tensor): tf.Tensor =>
      tf.oneHot(t.flatten().toInt(), 3).toFloat().mul(p.log()).sum(-1).neg();
    const model = single(3, 'softmax');
    // Of unknown width, so that fit takes targets of another.
    model.outputs[0]!.shape[1] = null;
    await expectFitToAgree(
      tf.model({ inputs: model.inputs, outputs: model.outputs }),
      { loss: sparse, metrics: ['accuracy'] },
      xs(),
      classes(),
    );
  });

  const forms: Readonly<Record<string, LossAndMetrics>> = {
    'one loss and one metric for all': { loss: 'meanSquaredError', metrics: 'accuracy' },
    'one function for all': { loss: meanError, metrics: largestError },
    'a list of losses': {
      loss: ['categoricalCrossentropy', 'binaryCrossentropy', 'meanSquaredError'],
      metrics: ['accuracy', 'mae', meanError],
    },
    'a list of a name, a function of tfjs and one of one own': {
      loss: ['categoricalCrossentropy', tf.losses.sigmoidCrossEntropy, meanError],
      metrics: ['acc', 'accuracy', 'ce'],
    },
    'losses and metrics by output name': {
      loss: { size: tf.metrics.meanAbsoluteError, digit: 'categoricalCrossentropy', pair: 'hinge' },
      metrics: { digit: ['accuracy', 'cosine'], pair: largestError, size: ['mse'] },
    },
    'metrics of one output alone, and none': {
      loss: { digit: 'kullbackLeiblerDivergence', pair: 'binaryCrossentropy', size: 'logcosh' },
      metrics: { digit: 'accuracy' },
    },
    'losses without a metric': { loss: 'meanSquaredError' },
  };
  test.each(Object.entries(forms))('several outputs, %s', async (_, compile) => {
    const model = threeOutputs();
    await expectFitToAgree(model, compile, xs(), ...targetsOfThree());
    const reported = metricsOf(model, 'the test').flatMap(({ loss, others }) => [loss, ...others]);
    expect(reported.map((metric) => metric.reported)).toEqual(
      expect.arrayContaining(dedupedNames(model.metricsNames).slice(1)),
    );
  });

  /** As tfjs numbers equals in the history. */
  function dedupedNames(names: readonly string[]): readonly string[] {
    const seen = new Map<string, number>();
    return names.map((name) => {
      if (names.indexOf(name) === names.lastIndexOf(name)) return name;
      seen.set(name, (seen.get(name) ?? -1) + 1);
      return `${name}_${seen.get(name)!}`;
    });
  }
});

describe('tfjs 4.22', () => {
  test('evaluate of a model with several outputs says one number too many: the total is missing, and what follows is shifted', async () => {
    const model = threeOutputs();
    const [inputs, targets] = [xs(), targetsOfThree()];
    model.compile({ optimizer: tf.train.sgd(0), loss: 'meanSquaredError' });
    const { history } = await model.fit(inputs, targets, { batchSize: rows, verbose: 0 });
    const evaluated = (model.evaluate(inputs, targets, { batchSize: rows }) as tf.Scalar[]).map(
      (value) => value.dataSync()[0]!,
    );
    const [digit, pair, size] = ['digit_loss', 'pair_loss', 'size_loss'].map((name) =>
      Number(history[name]![0]),
    );
    expect(model.metricsNames).toEqual(['loss', 'digit_loss', 'pair_loss', 'size_loss']);
    const shifted = [digit!, digit! + pair!, digit! + pair! + size!, digit!, pair!, size!];
    expect(evaluated).toHaveLength(shifted.length);
    for (const [i, value] of shifted.entries()) expect(evaluated[i]).toBeCloseTo(value, 4);
  });

  test('fitDataset hands targets [rows] to losses as they are: every target against every prediction of [rows, 1]', async () => {
    const model = single(1, 'sigmoid');
    const [inputs, targets] = [xs(), bits([rows])];
    model.compile({ optimizer: tf.train.sgd(0), loss: 'meanSquaredError', metrics: ['accuracy'] });
    const dataset: unknown = tf.data.generator(function* () {
      yield { xs: inputs.clone(), ys: targets.clone() };
    });
    // The packages of tfjs each declare a Dataset of their own.
    const fitDataset = model.fitDataset.bind(model) as (...args: unknown[]) => Promise<tf.History>;
    const { history } = await fitDataset(dataset, { epochs: 1, verbose: 0 });
    const [{ loss, others }] = metricsOf(model, 'the test') as [ReturnType<typeof metricsOf>[0]];
    const predictions = await tableOf(model.predict(inputs) as tf.Tensor, 2);
    const asIs = await tableOf(targets, 2);
    const value = async (metric: Metric, t: Table): Promise<number> =>
      mean(await metric.perRow(t, predictions));
    expect(await value(loss, asIs)).toBeCloseTo(Number(history['loss']![0]), 5);
    expect(await value(others[0]!, asIs)).toBeCloseTo(Number(history['acc']![0]), 5);
    expect(await value(loss, asFitTakes(asIs))).not.toBeCloseTo(Number(history['loss']![0]), 3);
  });
});
