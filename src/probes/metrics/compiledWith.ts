import type { LayersModel } from '@tensorflow/tfjs';
import { type Compiled, compiledIn } from './Compiled';
import { compiledAs, type LossAndMetrics, outputsOf } from './compiledAs';
import * as complaints from './compileComplaints';

/** What a model is compiled with, or would be with what is named, checked to have a loss for every output. */
export function compiledWith(model: LayersModel, where: string, named: LossAndMetrics): Compiled {
  if (model.outputs.length === 0) throw complaints.notBuilt(where);
  const isNamed = named.loss !== undefined || named.metrics !== undefined;
  const compiled = isNamed ? compiledByName(model, where, named) : compiledIn(model);
  if (compiled === undefined) throw complaints.notCompiled(where);
  const missing = outputsOf(model).find((_, i) => compiled.losses[i] == null);
  if (missing !== undefined) throw complaints.withoutLoss(missing.name, where);
  return compiled;
}

function compiledByName(model: LayersModel, where: string, named: LossAndMetrics): Compiled {
  const outputs = outputsOf(model);
  const names = outputs.map(({ name }) => name);
  const [loss, metrics] = [
    named.loss ?? (model.loss as unknown),
    named.metrics ?? (model.metrics as unknown),
  ];
  if (loss == null) throw complaints.notCompiled(where);
  const missing = isByOutput(loss) ? names.find((name) => loss[name] == null) : undefined;
  if (missing !== undefined) throw complaints.withoutLoss(missing, where);
  // tfjs passes over metrics of an output that the model does not have.
  const unknown = isByOutput(metrics)
    ? Object.keys(metrics).find((name) => !names.includes(name))
    : undefined;
  if (unknown !== undefined) throw complaints.unknownOutput(unknown, names, where);
  try {
    return compiledAs(model, outputs, { loss, metrics });
  } catch (cause) {
    throw complaints.notCompilable(cause, where);
  }
}

function isByOutput(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
