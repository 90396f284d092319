import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../../src/backends/startBackend';
import { metricNames } from '../../../src/probes/metrics/compileComplaints';
import type { LossAndMetrics } from '../../../src/probes/metrics/compiledAs';
import { lossFunctions } from '../../../src/probes/metrics/lossFunctions';
import { metricsOf } from '../../../src/probes/metrics/metricsOf';
import { largestError, meanError, single, threeOutputs } from './models';
import { table } from './tables';

beforeAll(() => startBackend());

describe('metricsOf', () => {
  const names = (metrics: ReturnType<typeof metricsOf>): unknown =>
    metrics.map(({ output, loss, others }) => [
      output,
      loss.name,
      ...others.map(({ name, kind, resolved }) => [name, kind, resolved]),
    ]);

  test('names metrics as fit does but for accuracy, which is always there, and for functions without a name', () => {
    const model = threeOutputs();
    model.compile({
      optimizer: 'sgd',
      loss: ['categoricalCrossentropy', 'binaryCrossentropy', 'meanSquaredError'],
      metrics: {
        digit: ['acc', (t: tf.Tensor, p: tf.Tensor) => meanError(t, p)],
        pair: [largestError, tf.metrics.precision],
        size: ['mae', 'mae'],
      } as unknown as string[],
    });
    expect(names(metricsOf(model, 'the test'))).toEqual([
      [
        'digit',
        'digit_loss',
        ['digit_accuracy', 'accuracy', 'categoricalAccuracy'],
        ['digit_anonymous', 'other', undefined],
      ],
      [
        'pair',
        'pair_loss',
        ['pair_accuracy', 'accuracy', 'binaryAccuracy'],
        ['pair_largestError', 'other', undefined],
        ['pair_precision', 'other', 'precision'],
      ],
      [
        'size',
        'size_loss',
        ['size_accuracy', 'accuracy', 'binaryAccuracy'],
        ['size_mae_0', 'other', 'meanAbsoluteError'],
        ['size_mae_1', 'other', 'meanAbsoluteError'],
      ],
    ]);
  });

  test('tells a loss given as a function from the one behind its name: accuracy is another', () => {
    const accuracyUnder = (loss: LossAndMetrics['loss']): unknown => {
      const model = single(3, 'sigmoid');
      model.compile({ optimizer: 'sgd', loss: loss as string, metrics: ['accuracy'] });
      return metricsOf(model, 'the test')[0]!.others[0]!.resolved;
    };
    expect(accuracyUnder('binaryCrossentropy')).toBe('binaryAccuracy');
    expect(accuracyUnder(tf.metrics.binaryCrossentropy)).toBe('categoricalAccuracy');
    expect(accuracyUnder('sparseCategoricalCrossentropy')).toBe('sparseCategoricalAccuracy');
  });

  test('knows losses by what they are, not by how they were given', () => {
    const resolved = (loss: unknown): unknown =>
      metricsOf(single(3, 'sigmoid'), 'the test', { loss })[0]!.loss.resolved;
    expect(resolved('meanSquaredError')).toBe('meanSquaredError');
    expect(resolved(tf.metrics.mse)).toBe('meanSquaredError');
    expect(resolved(tf.losses.meanSquaredError)).toBe('meanSquaredError');
    expect(resolved(tf.losses.huberLoss)).toBe('huberLoss');
    expect(resolved(tf.losses.cosineDistance)).toBeUndefined();
    expect(resolved(meanError)).toBeUndefined();
  });

  test('does not add an accuracy beside a function of that name', () => {
    const accuracy = (t: tf.Tensor, p: tf.Tensor): tf.Tensor => t.equal(p).mean(-1);
    const acc = (t: tf.Tensor, p: tf.Tensor): tf.Tensor => accuracy(t, p);
    const of = (metrics: unknown): unknown =>
      names(metricsOf(single(3, 'softmax'), 'the test', { loss: 'hinge', metrics }));
    expect(of([accuracy])).toEqual([['dense', 'loss', ['accuracy', 'other', undefined]]].map(withAnyOutput));
    expect(of(acc)).toEqual([['dense', 'loss', ['acc', 'other', undefined]]].map(withAnyOutput));
    expect(of(['acc', 'accuracy'])).toEqual(
      [
        [
          'dense',
          'loss',
          ['accuracy_0', 'accuracy', 'categoricalAccuracy'],
          ['accuracy_1', 'accuracy', 'categoricalAccuracy'],
        ],
      ].map(withAnyOutput),
    );
  });

  const withAnyOutput = ([, ...rest]: unknown[]): unknown[] => [expect.any(String), ...rest];

  test('takes what compile takes for a model that is not compiled, and leaves it as it is', () => {
    const model = threeOutputs();
    const tensors = tf.memory().numTensors;
    const named = { loss: ['hinge', 'logcosh', meanError], metrics: { size: 'mae' } };
    expect(names(metricsOf(model, 'the test', named))).toEqual([
      ['digit', 'digit_loss', ['digit_accuracy', 'accuracy', 'categoricalAccuracy']],
      ['pair', 'pair_loss', ['pair_accuracy', 'accuracy', 'categoricalAccuracy']],
      [
        'size',
        'size_loss',
        ['size_accuracy', 'accuracy', 'binaryAccuracy'],
        ['size_mae', 'other', 'meanAbsoluteError'],
      ],
    ]);
    expect(model.loss).toBeUndefined();
    expect(model.optimizer).toBeUndefined();
    expect(model.metricsNames).toBeUndefined();
    expect(tf.memory().numTensors).toBe(tensors);
  });

  test('takes metrics that are named beside the loss that a model is compiled with', () => {
    const model = single(1, 'sigmoid');
    model.compile({ optimizer: 'sgd', loss: 'logcosh', metrics: ['mae'] });
    const [output] = metricsOf(model, 'the test', { metrics: ['mse'] });
    expect(output!.loss.resolved).toBe('logcosh');
    expect(output!.others.map(({ name }) => name)).toEqual(['accuracy', 'mse']);
  });
});

describe('metricsOf says what is wrong:', () => {
  const complaint = (model: tf.LayersModel, named: LossAndMetrics = {}): string => {
    try {
      metricsOf(model, 'the test', named);
    } catch (error) {
      if (error instanceof TypeError) return error.message;
    }
    throw new Error('no complaint');
  };

  test('a model that is not compiled', () => {
    const message = `The model given to the test is not compiled, so its loss is not known.
  Allowed: a compiled model, or the name of the loss.
  Next: compile it as for training, or pass { loss: 'categoricalCrossentropy' } (whichever it was trained with).`;
    expect(complaint(single(1, 'linear'))).toBe(message);
    expect(complaint(single(1, 'linear'), { metrics: ['mse'] })).toBe(message);
  });

  test('a dictionary of losses that misses an output', () => {
    const message = `The loss of the output pair of the model given to the test is missing.
  Allowed: a loss for every output, by name or as a function.
  Next: add "pair" to the losses that the model is compiled with, or leave the output out of the model.`;
    const loss = { digit: 'hinge', size: 'logcosh' };
    expect(complaint(threeOutputs(), { loss })).toBe(message);
    const model = threeOutputs();
    // tfjs warns, and goes on.
    const warned = jest.spyOn(console, 'warn').mockReturnValue(undefined);
    model.compile({ optimizer: 'sgd', loss });
    warned.mockRestore();
    expect(complaint(model)).toBe(message);
  });

  test('metrics of an output that is not there', () => {
    expect(complaint(threeOutputs(), { loss: 'hinge', metrics: { digits: 'acc' } }))
      .toBe(`One of the metrics of the model given to the test is for the output "digits", which it does not have.
  Allowed: digit, pair, size.
  Next: name metrics by the outputs of the model.`);
  });

  test('a name that tfjs does not know', () => {
    expect(complaint(single(1, 'linear'), { loss: 'mse' }))
      .toBe(`The loss or one of the metrics of the model given to the test is not one that TensorFlow.js can compile with: Unknown loss mse.
  Allowed: a function, or a name. Losses: ${Object.keys(lossFunctions).join(', ')}. Metrics: ${metricNames.join(', ')}.
  Next: correct the name in the message above, or pass the function.`);
    expect(complaint(single(1, 'linear'), { loss: 'hinge', metrics: ['hinge'] })).toContain(
      'Unknown metric hinge',
    );
  });

  test('lists of losses that are not one for each output', () => {
    expect(complaint(threeOutputs(), { loss: ['hinge'] })).toContain('one entry per model output');
  });

  test('a model without layers', () => {
    expect(complaint(tf.sequential())).toBe(
      `The model given to the test is without an output: it has no layers, or none that knows its input shape.
  Allowed: a model with one output or more.
  Next: give the first layer an inputShape.`,
    );
  });

  test('targets that a metric is not defined for', () => {
    const [output] = metricsOf(single(3, 'softmax'), 'the test', {
      loss: 'hinge',
      metrics: ['binaryAccuracy'],
    });
    const binary = output!.others.find(({ name }) => name === 'binaryAccuracy')!;
    expect(() => binary.perRow(table([2, 2], [0, 1, 1, 0]), table([2, 3], [0, 1, 0, 1, 0, 0]))).toThrow(
      `The metric binaryAccuracy of the model given to the test is not defined for targets [2, 2] and predictions [2, 3].
  Allowed: targets of the shape that it takes, or a loss and metrics for targets of this shape.
  Next: use one-hot targets with the categorical losses and metrics, class indices with the sparse ones.`,
    );
  });
});
