import type { LayersModel } from '@tensorflow/tfjs';
import { given } from '../../input/given';
import { inputError } from '../../input/inputError';
import { accuracyFunctions, type AccuracyName, isAccuracyName } from './accuracyFunctions';
import { isLossName, lossFunctions, type LossName, metricAliases } from './lossFunctions';
import { type Metric, perRowOf } from './Metric';

/** What a model is held to: its loss, and the metrics that it was compiled with, under the names that `fit` reports. */
export interface Metrics {
  readonly loss: Metric;
  readonly lossName: LossName;
  readonly others: readonly Metric[];
}

/**
 * The loss and metrics of a compiled model, or of one that is not compiled and whose loss is `named`. `accuracy` is
 * always among them: where the model was compiled without, the one that tfjs would take.
 */
export function metricsOf(model: LayersModel, where: string, named?: string): Metrics {
  const lossName = lossNameOf(model, where, named);
  const loss: Metric = { name: 'loss', kind: 'loss', perRow: perRowOf(lossFunctions[lossName]) };
  const compiled = compiledMetrics(model).map((metric) => metricOf(metric, lossName, model, where));
  const accuracy = accuracyMetric('accuracy', resolvedAccuracy(lossName, model));
  const named_ = compiled.some(({ name }) => name === 'accuracy') ? compiled : [accuracy, ...compiled];
  return { loss, lossName, others: named_ };
}

function lossNameOf(model: LayersModel, where: string, named: string | undefined): LossName {
  const loss: unknown = named ?? model.loss;
  if (isLossName(loss)) return loss;
  if (loss === undefined || loss === null) {
    throw inputError({
      what: `The model given to ${where}`,
      given: 'not compiled, so its loss is not known',
      allowed: 'a compiled model, or the name of the loss',
      next: "compile it as for training, or pass { loss: 'categoricalCrossentropy' } (whichever it was trained with)",
    });
  }
  throw inputError({
    what: `The loss of the model given to ${where}`,
    given: given(loss),
    allowed: `one of the losses that tfjs knows by name: ${Object.keys(lossFunctions).join(', ')}`,
    next: 'compile with the name where there is one; a loss of your own cannot be judged yet',
  });
}

/** `metrics` as given to `compile`: a string, or a list of strings and functions. */
function compiledMetrics(model: LayersModel): readonly unknown[] {
  const metrics: unknown = model.metrics;
  if (metrics === undefined || metrics === null) return [];
  return Array.isArray(metrics) ? (metrics as unknown[]).flat() : [metrics];
}

function metricOf(metric: unknown, loss: LossName, model: LayersModel, where: string): Metric {
  if (metric === 'accuracy' || metric === 'acc')
    return accuracyMetric('accuracy', resolvedAccuracy(loss, model));
  if (isAccuracyName(metric)) return accuracyMetric(metric, metric);
  const alias = typeof metric === 'string' ? (metricAliases[metric] ?? metric) : metric;
  if (isLossName(alias))
    return { name: String(metric), kind: 'other', perRow: perRowOf(lossFunctions[alias]) };
  throw inputError({
    what: `The metric of the model given to ${where}`,
    given: given(metric),
    allowed: ['accuracy', ...Object.keys(accuracyFunctions), ...Object.keys(lossFunctions)].join(', '),
    next: 'compile with the name where there is one, or without it: a metric of your own cannot be computed yet',
  });
}

function accuracyMetric(name: string, resolved: AccuracyName): Metric {
  return { name, kind: 'accuracy', perRow: perRowOf(accuracyFunctions[resolved]) };
}

/** What tfjs makes of `accuracy` (tfjs-layers/src/engine/training.ts, `compile`). */
function resolvedAccuracy(loss: LossName, model: LayersModel): AccuracyName {
  if (model.outputs[0]!.shape.at(-1) === 1 || loss === 'binaryCrossentropy') return 'binaryAccuracy';
  return loss === 'sparseCategoricalCrossentropy' ? 'sparseCategoricalAccuracy' : 'categoricalAccuracy';
}
