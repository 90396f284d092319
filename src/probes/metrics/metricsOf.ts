import type { LayersModel } from '@tensorflow/tfjs';
import type { Compiled, CompiledMetric } from './Compiled';
import { compiledAs, type LossAndMetrics, outputsOf } from './compiledAs';
import { compiledWith } from './compiledWith';
import { knownFunctions } from './knownFunctions';
import { lossOf, metricOf, type Owner } from './measured';
import type { Metric, OutputMetrics } from './Metric';
import { outputOf } from './outputOf';

/**
 * What each output of a model is held to, in the order of the outputs: the loss and metrics it was compiled with, or
 * those `named` in a form that `compile` takes. They are what tfjs itself makes of them, told by the identity of its
 * functions: a loss given as a function is not the one behind its name, and what `accuracy` is depends on that.
 *
 * @throws TypeError for what cannot be compiled, and for an output without a loss
 */
export function metricsOf(
  model: LayersModel,
  where: string,
  named: LossAndMetrics = {},
): readonly OutputMetrics[] {
  const compiled = compiledWith(model, where, named);
  const outputs = outputsOf(model);
  const accuracies = compiledAs(model, outputs, { loss: compiled.losses, metrics: ['acc'] }).metrics;
  return outputs.map(({ name: output, shape }, i) => {
    const owner = {
      called: outputOf(outputs.length > 1 ? output : undefined, where),
      prefix: outputs.length > 1 ? `${output}_` : '',
      known: knownFunctions(model),
    };
    const loss = lossOf(compiled.losses[i]!, compiled.lossNames[i]!, owner);
    return { output, shape, loss, others: othersOf(compiled, i, accuracies[i]!, owner) };
  });
}

/** The metrics of one output, after the accuracy that tfjs would take where it was compiled without. */
function othersOf(
  { metrics }: Compiled,
  output: number,
  accuracy: CompiledMetric,
  owner: Owner,
): readonly Metric[] {
  const own = metrics.filter((each) => each.output === output);
  const others = own.map((each) => metricOf(each, owner));
  const added = metricOf(accuracy, owner);
  const taken =
    own.some(({ name }) => name === accuracy.name) || others.some(({ name }) => name === added.name);
  return taken ? others : [added, ...others];
}
