import { inputError } from '../../input/inputError';
import { lossFunctions } from './lossFunctions';
import { outputOf } from './outputOf';

export function notBuilt(where: string): TypeError {
  return inputError({
    what: `The model given to ${where}`,
    given: 'without an output: it has no layers, or none that knows its input shape',
    allowed: 'a model with one output or more',
    next: 'give the first layer an inputShape',
  });
}

export function notCompiled(where: string): TypeError {
  return inputError({
    what: `The model given to ${where}`,
    given: 'not compiled, so its loss is not known',
    allowed: 'a compiled model, or the name of the loss',
    next: "compile it as for training, or pass { loss: 'categoricalCrossentropy' } (whichever it was trained with)",
  });
}

export function withoutLoss(output: string, where: string): TypeError {
  return inputError({
    what: `The loss of ${outputOf(output, where)}`,
    given: 'missing',
    allowed: 'a loss for every output, by name or as a function',
    next: `add ${JSON.stringify(output)} to the losses that the model is compiled with, or leave the output out of the model`,
  });
}

export function unknownOutput(name: string, outputs: readonly string[], where: string): TypeError {
  return inputError({
    what: `One of the metrics of the model given to ${where}`,
    given: `for the output ${JSON.stringify(name)}, which it does not have`,
    allowed: outputs.join(', '),
    next: 'name metrics by the outputs of the model',
  });
}

/** tfjs says which of them it does not know. */
export function notCompilable(cause: unknown, where: string): TypeError {
  const error = inputError({
    what: `The loss or one of the metrics of the model given to ${where}`,
    given: `not one that TensorFlow.js can compile with: ${cause instanceof Error ? cause.message : String(cause)}`,
    allowed: `a function, or a name. Losses: ${Object.keys(lossFunctions).join(', ')}. Metrics: ${metricNames.join(', ')}`,
    next: 'correct the name in the message above, or pass the function',
  });
  error.cause = cause;
  return error;
}

/** The strings that tfjs takes as metrics (`metricsMap` and `compile`). */
export const metricNames = [
  'accuracy',
  'acc',
  'crossentropy',
  'ce',
  'binaryAccuracy',
  'categoricalAccuracy',
  'precision',
  'categoricalCrossentropy',
  'sparseCategoricalCrossentropy',
  'mse',
  'MSE',
  'mae',
  'MAE',
  'mape',
  'MAPE',
  'cosine',
] as const;
