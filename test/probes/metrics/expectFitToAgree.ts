import { expect } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { mean } from '../../../src/numeric/mean';
import type { LossAndMetrics } from '../../../src/probes/metrics/compiledAs';
import type { Metric } from '../../../src/probes/metrics/Metric';
import { metricsOf } from '../../../src/probes/metrics/metricsOf';
import { asFitTakes, tableOf } from '../../../src/probes/metrics/Table';
import { float32Error } from './tables';

type Values = Readonly<Record<string, number>>;

/**
 * Fits one batch with a learning rate of 0 and holds what it reports, name by name, against what is computed from the
 * predictions. Only accuracies may be there that fit does not report.
 */
export async function expectFitToAgree(
  model: tf.LayersModel,
  compile: LossAndMetrics,
  xs: tf.Tensor,
  ...ys: tf.Tensor[]
): Promise<void> {
  // Mixed forms that tfjs takes and its types do not.
  model.compile({ ...(compile as tf.ModelCompileArgs), optimizer: tf.train.sgd(0) });
  const theirs = await fitTimeOf(model, xs, ys);
  const ours = await fromPredictions(model, xs, ys);
  for (const [name, value] of Object.entries(theirs)) {
    expect([name, name in ours]).toEqual([name, true]);
    expect([name, Math.abs(ours[name]! - value) <= float32Error(value), ours[name], value]).toEqual([
      name,
      true,
      ours[name],
      value,
    ]);
  }
  const added = Object.keys(ours).filter((name) => !(name in theirs));
  expect(added.filter((name) => !name.endsWith('acc'))).toEqual([]);
}

/** What the one batch of the fit reports, under the names of its history. */
async function fitTimeOf(model: tf.LayersModel, xs: tf.Tensor, ys: tf.Tensor[]): Promise<Values> {
  const { history } = await model.fit(xs, ys.length === 1 ? ys[0]! : ys, {
    batchSize: xs.shape[0],
    shuffle: false,
    verbose: 0,
  });
  return Object.fromEntries(Object.entries(history).map(([name, values]) => [name, Number(values[0])]));
}

/** The same from predictions, with several outputs the total as the sum of their losses. */
async function fromPredictions(model: tf.LayersModel, xs: tf.Tensor, ys: tf.Tensor[]): Promise<Values> {
  const metrics = metricsOf(model, 'the test');
  const predictions = [model.predict(xs)].flat();
  const entries: (readonly [string, number])[] = [];
  for (const [i, { loss, others }] of metrics.entries()) {
    const { rank } = predictions[i]!;
    const [targets, table] = [asFitTakes(await tableOf(ys[i]!, rank)), await tableOf(predictions[i]!, rank)];
    const value = async (metric: Metric): Promise<readonly [string, number]> =>
      [metric.reported, mean(await metric.perRow(targets, table))] as const;
    entries.push(...(await Promise.all([loss, ...others].map(value))));
  }
  const values = Object.fromEntries(entries);
  if (metrics.length === 1) return values;
  return { ...values, loss: metrics.reduce((sum, { loss }) => sum + values[loss.reported]!, 0) };
}
