import type { LayersModel, ModelCompileArgs } from '@tensorflow/tfjs';
import { inputError } from '../input/inputError';
import { batchNormLayersOf } from '../probes/model/batchNormLayersOf';
import type { TrainOptions } from './TrainOptions';

/** Compiles a model with the options that are given, on top of what it is compiled with already. */
export function compile(model: LayersModel, { optimizer, loss, metrics }: TrainOptions, where: string): void {
  const asked = optimizer !== undefined || loss !== undefined || metrics !== undefined;
  const old = isCompiled(model) ? model : undefined;
  if (!asked && old !== undefined) return;
  const args = {
    optimizer: optimizer ?? old?.optimizer,
    loss: loss ?? old?.loss,
    metrics: metrics ?? old?.metrics,
  };
  if (args.optimizer === undefined || args.loss === undefined) {
    throw inputError({
      what: `The model given to ${where}`,
      given: `not compiled, and the option \`${args.optimizer === undefined ? 'optimizer' : 'loss'}\` is missing`,
      allowed: 'a compiled model, or both options',
      next: "pass { optimizer: 'adam', loss: 'categoricalCrossentropy' } (whichever suit the model)",
    });
  }
  const before = old === undefined ? undefined : compileArgs(old);
  try {
    model.compile(compileArgs(args as ReturnType<typeof compileArgs>));
  } catch (cause) {
    // tfjs replaces the optimizer before it looks at loss and metrics.
    if (before !== undefined) model.compile(before);
    throw notCompiled(cause, where);
  }
}

function compileArgs({
  optimizer,
  loss,
  metrics,
}: Pick<ModelCompileArgs, 'optimizer' | 'loss' | 'metrics'>): ModelCompileArgs {
  return { optimizer, loss, ...(metrics ? { metrics } : {}) };
}

function notCompiled(cause: unknown, where: string): TypeError {
  const { message } = inputError({
    what: `One of the options optimizer, loss, metrics of ${where}`,
    given: `not one that TensorFlow.js can compile with: ${cause instanceof Error ? cause.message : String(cause)}`,
    allowed: `what model.compile takes, e.g. { optimizer: 'adam', loss: 'meanSquaredError', metrics: ['accuracy'] }`,
    next: 'correct the name in the message above',
  });
  return new TypeError(message, { cause });
}

function isCompiled(model: LayersModel): boolean {
  return (model as { optimizer?: unknown }).optimizer != null && (model as { loss?: unknown }).loss != null;
}

/** tfjs 4.22 dies in `fit` with "Cannot read properties of undefined (reading 'read')" (tfjs #2868). */
/** A nested model that is frozen may learn all the same; then it is among the trainable weights. */
export function refuseFrozenModel(model: LayersModel, where: string): void {
  if (model.weights.length === 0 || model.trainableWeights.length > 0) return;
  throw inputError({
    what: `The model given to ${where}`,
    given: 'one in which every layer is frozen',
    allowed: 'a model with weights that can learn',
    next: 'set trainable = true on the layers that shall learn, or judge the model as it is: diagnose(model, data, { recording })',
  });
}

export function refuseUntrainableBatchNorm(model: LayersModel, where: string): void {
  const untrainable = batchNormLayersOf(model).find(
    ({ layer }) => layer.gamma === undefined || layer.beta === undefined,
  );
  if (untrainable === undefined) return;
  const { path, layer } = untrainable;
  throw inputError({
    what: `The BatchNorm layer ${path} of the model given to ${where}`,
    given: `built with ${layer.gamma === undefined ? 'scale: false' : 'center: false'}, which TensorFlow.js cannot train (tfjs #2868)`,
    allowed: 'scale and center both true',
    next: 'leave scale and center at their default',
  });
}
