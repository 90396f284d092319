import * as tf from '@tensorflow/tfjs';
import { heapStart, heapTensor } from '../heapTensor';
import { ownAdamStep } from '../own/adamStep';
import { ownKernels } from '../own/startOwnKernels';
import type { WasmBackend } from '../wasmInternals';
import { adamStep, type AdamRates } from './adamStep';
import { replaceUpdates, slotOf, variableOf, type NamedGradient, type Slot } from './replaceUpdates';

/** The part of tfjs-core's AdamOptimizer, 4.22, that is used. */
interface Adam {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly accBeta1: tf.Variable;
  readonly accBeta2: tf.Variable;
  readonly accumulatedFirstMoment: (Slot | undefined)[];
  readonly accumulatedSecondMoment: (Slot | undefined)[];
  incrementIterations(): void;
}

/**
 * Lets Adam update each variable in one pass over the heap. tfjs takes twelve, and frees none of what lies between them before
 * the last variable is done: eight times the weights.
 */
export function installAdam(): void {
  replaceUpdates(tf.AdamOptimizer.prototype, applyTo);
}

function applyTo(adam: Adam, gradients: readonly NamedGradient[]): void {
  const rates = ratesOf(adam);
  gradients.forEach(({ name, tensor }, index) => {
    const value = variableOf(name);
    const first = (adam.accumulatedFirstMoment[index] ??= slotOf(value, `${name}/m`)).variable;
    const second = (adam.accumulatedSecondMoment[index] ??= slotOf(value, `${name}/v`)).variable;
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
