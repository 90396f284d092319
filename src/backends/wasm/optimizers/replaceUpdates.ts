import * as tf from '@tensorflow/tfjs';

/** The tensor is null where the loss does not depend on the variable. */
export interface NamedGradient {
  readonly name: string;
  readonly tensor: tf.Tensor | null | undefined;
}

/** The variable that an optimizer keeps for one of the model's. */
export interface Slot {
  readonly originalName: string;
  readonly variable: tf.Variable;
}

type Gradients = Readonly<Record<string, tf.Tensor>> | NamedGradient[];
type ApplyGradients<O> = ((this: O, gradients: Gradients) => void) & { [replacedKey]?: true };

const replacedKey = Symbol.for('tfjs-wasm-training.updates');

/**
 * Lets an optimizer update its variables by `applyTo` on WASM, where every variable and gradient is float32 and `canApply` agrees; in every
 * other case as shipped.
 *
 * @param prototype of a class of tfjs-core 4.22 with the fields of `O`
 */
export function replaceUpdates<O>(
  prototype: object,
  applyTo: (optimizer: O, gradients: readonly NamedGradient[]) => void,
  canApply: () => boolean = () => true,
): void {
  const holder = prototype as { applyGradients: ApplyGradients<O> };
  const stock = holder.applyGradients;
  if (stock[replacedKey] === true) return;
  const replaced: ApplyGradients<O> = function (gradients) {
    const entries = namedGradients(gradients);
    if (tf.getBackend() === 'wasm' && canApply() && entries.every(takesPart)) applyTo(this, entries);
    else stock.call(this, gradients);
  };
  replaced[replacedKey] = true;
  holder.applyGradients = replaced;
}

const namedGradients = (gradients: Gradients): readonly NamedGradient[] =>
  Array.isArray(gradients)
    ? gradients
    : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));

export const variableOf = (name: string): tf.Variable => tf.engine().registeredVariables[name] as tf.Variable;

function takesPart({ name, tensor }: NamedGradient): boolean {
  const value = tf.engine().registeredVariables[name];
  return (
    value?.dtype === 'float32' &&
    (tensor == null || (tensor.dtype === 'float32' && tensor.size === value.size))
  );
}

/** Zeros in the shape of a variable, as tfjs starts its slots. */
export const slotOf = (value: tf.Variable, originalName: string): Slot => ({
  originalName,
  variable: tf.tidy(() => tf.variable(tf.zerosLike(value), false)),
});
