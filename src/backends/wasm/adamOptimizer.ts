import * as tf from '@tensorflow/tfjs';
import { ownAdamStep } from './own/adamStep';
import { adamStep, type AdamRates } from './adamStep';
import { heapStart, heapTensor } from './heapTensor';
import { ownKernels } from './own/startOwnKernels';
import type { WasmBackend } from './wasmInternals';

/** The part of tfjs-core's AdamOptimizer, 4.22, that is used. */
interface Adam {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly accBeta1: tf.Variable;
  readonly accBeta2: tf.Variable;
  readonly accumulatedFirstMoment: (Moment | undefined)[];
  readonly accumulatedSecondMoment: (Moment | undefined)[];
  incrementIterations(): void;
}

interface Moment {
  readonly originalName: string;
  readonly variable: tf.Variable;
}

/** The tensor is null where the loss does not depend on the variable. */
interface NamedGradient {
  readonly name: string;
  readonly tensor: tf.Tensor | null | undefined;
}

type Gradients = Readonly<Record<string, tf.Tensor>> | NamedGradient[];
type ApplyGradients = (this: Adam, gradients: Gradients) => void;

const replacedKey = Symbol.for('tfjs-wasm-training.adam');

/**
 * Lets Adam update each variable in one pass over the heap. tfjs takes twelve, and frees none of what lies between them before
 * the last variable is done: eight times the weights.
 */
export function installAdam(): void {
  const prototype = tf.AdamOptimizer.prototype as unknown as {
    applyGradients: ApplyGradients & { [replacedKey]?: true };
  };
  const stock = prototype.applyGradients;
  if (stock[replacedKey] === true) return;
  const replaced: typeof stock = function (gradients) {
    const entries = namedGradients(gradients);
    if (tf.getBackend() === 'wasm' && entries.every(takesPart)) applyTo(this, entries);
    else stock.call(this, gradients);
  };
  replaced[replacedKey] = true;
  prototype.applyGradients = replaced;
}

const namedGradients = (gradients: Gradients): readonly NamedGradient[] =>
  Array.isArray(gradients)
    ? gradients
    : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));

const variableOf = (name: string): tf.Variable | undefined => tf.engine().registeredVariables[name];

function takesPart({ name, tensor }: NamedGradient): boolean {
  const value = variableOf(name);
  return (
    value?.dtype === 'float32' &&
    (tensor == null || (tensor.dtype === 'float32' && tensor.size === value.size))
  );
}

function applyTo(adam: Adam, gradients: readonly NamedGradient[]): void {
  const rates = ratesOf(adam);
  gradients.forEach(({ name, tensor }, index) => {
    const value = variableOf(name) as tf.Variable;
    const first = (adam.accumulatedFirstMoment[index] ??= momentOf(value, `${name}/m`)).variable;
    const second = (adam.accumulatedSecondMoment[index] ??= momentOf(value, `${name}/v`)).variable;
    if (tensor != null) tf.tidy(() => updateVariable({ gradient: tensor, value, first, second }, rates));
  });
  tf.tidy(() => {
    adam.accBeta1.assign(tf.mul(adam.accBeta1, adam.beta1));
    adam.accBeta2.assign(tf.mul(adam.accBeta2, adam.beta2));
  });
  adam.incrementIterations();
}

function ratesOf({ learningRate, beta1, beta2, epsilon, accBeta1, accBeta2 }: Adam): AdamRates {
  const [power1 = NaN] = accBeta1.dataSync();
  const [power2 = NaN] = accBeta2.dataSync();
  return { beta1, beta2, epsilon, rate: learningRate / (1 - power1), unbias: 1 / (1 - power2) };
}

const momentOf = (value: tf.Variable, originalName: string): Moment => ({
  originalName,
  variable: tf.tidy(() => tf.variable(tf.zerosLike(value), false)),
});

interface Update {
  readonly gradient: tf.Tensor;
  readonly value: tf.Variable;
  readonly first: tf.Variable;
  readonly second: tf.Variable;
}

/** Into new tensors, as tfjs does: a reshaped weight or a moment given to setWeights() may be someone else's too. */
function updateVariable({ gradient, value, first, second }: Update, rates: AdamRates): void {
  const backend = tf.backend() as unknown as WasmBackend;
  const [newValue, newFirst, newSecond] = [value, first, second].map(({ shape }) =>
    heapTensor(backend, shape),
  );
  if (newValue === undefined || newFirst === undefined || newSecond === undefined) return;
  const place = (tensor: tf.Tensor): number => heapStart(backend, tensor);
  const places = {
    gradient: place(gradient),
    value: place(value),
    first: place(first),
    second: place(second),
    newValue: place(newValue),
    newFirst: place(newFirst),
    newSecond: place(newSecond),
  };
  const kernels = ownKernels(backend);
  if (kernels !== undefined) ownAdamStep(kernels, places, value.size, rates);
  else adamStep(backend.wasm.HEAPF32, places, value.size, rates);
  value.assign(newValue);
  first.assign(newFirst);
  second.assign(newSecond);
}
