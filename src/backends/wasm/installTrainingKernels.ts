import * as tf from '@tensorflow/tfjs';
import { installBatchNormInTraining } from './batchNormLayer';
import { installCrossEntropyLoss } from './crossEntropyLoss';
import { gradientDepth } from './gradientDepth';
import { installGatedGradients } from './gatedGradients';
import { installAdam } from './optimizers/adam';
import { installGradientDescent } from './optimizers/gradientDescent';
import { installRmsProp } from './optimizers/rmsProp';
import { installSoftmaxGradient } from './softmaxGradient';
import { startOwnKernels, stopOwnKernels } from './own/startOwnKernels';
import { correctedKernels, missingKernels, recomposedKernels } from './trainingKernels';
import { wasmBackend, type WasmBackend } from './wasmInternals';
import type { ForwardReplacement } from './ForwardReplacement';
import type { TrainingKernel } from './TrainingKernel';

export interface TrainingKernelOptions {
  /**
   * For comparison. 'recomposed': without the kernels of `assembly/`. 'missing': only what has to be there to train at all.
   * Default: 'own'.
   */
  readonly kernels?: 'own' | 'recomposed' | 'missing';
  /**
   * How many threads the own kernels may use, where the backend was started with `onSharedMemory` and not before. The numbers are the
   * same for any. Default: `threadCount()`.
   */
  readonly threads?: number;
  /** For comparison: whether the own kernels may use fused multiply-adds, where there are any. Default: true. */
  readonly mayRelax?: boolean;
  /** For comparison: whether their products may use vectors of 256 bits, where there are any. Default: true. */
  readonly mayWiden?: boolean;
}

const installedKey = Symbol.for('tfjs-wasm-training.installed');

/**
 * Makes the running wasm backend train: registers the gradient kernels it lacks, replaces the wrong ones, and lets the
 * slow ones be recomposed while gradients are computed. Predictions stay with the shipped kernels, bit for bit.
 * Call it once the wasm backend runs; calling it again does nothing more. Says which kernels multiply: those of `assembly/` or, where they
 * do not start, the shipped ones recomposed.
 */
export function installTrainingKernels({
  kernels = 'own',
  threads,
  mayRelax = true,
  mayWiden = true,
}: TrainingKernelOptions = {}): 'own' | 'recomposed' {
  if (tf.getBackend() !== 'wasm') {
    throw new Error(
      `installTrainingKernels() needs the running wasm backend, not '${tf.getBackend()}': await tf.setBackend('wasm') first.`,
    );
  }
  const engine: ReturnType<typeof tf.engine> & { [installedKey]?: Set<string> } = tf.engine();
  const backend = wasmBackend(tf.backend());
  const installed = (engine[installedKey] ??= new Set());
  const once = (name: string, install: () => void): void => {
    if (!installed.has(name)) install();
    installed.add(name);
  };
  for (const kernel of missingKernels) once(kernel.kernelName, () => registerTrainingKernel(kernel));
  const running =
    kernels === 'own' && startOwnKernels(backend, { threads, mayRelax, mayWiden }) ? 'own' : 'recomposed';
  if (running === 'recomposed') stopOwnKernels(backend);
  if (kernels === 'missing') return running;
  const depth = gradientDepth();
  for (const kernel of correctedKernels) once(kernel.kernelName, () => registerTrainingKernel(kernel));
  for (const kernel of recomposedKernels)
    once(kernel.kernelName, () => registerReplacement(kernel, () => depth() > 0));
  installAdam();
  installGradientDescent();
  installRmsProp();
  once('gated gradients', () => installGatedGradients(depth));
  once('softmax gradient', () => installSoftmaxGradient(depth));
  installCrossEntropyLoss(depth);
  // A gradient of a gradient needs operations that have one themselves.
  installBatchNormInTraining(() => depth() === 1 && tf.getBackend() === 'wasm');
  return running;
}

function registerTrainingKernel({ kernelName, compute }: TrainingKernel): void {
  replaceKernel(kernelName, ({ inputs, attrs, backend }) =>
    tf.tidy(() => compute(kernelCall(inputs, attrs, backend))),
  );
}

function registerReplacement(
  { kernelName, compute }: ForwardReplacement,
  computingGradients: () => boolean,
): void {
  const stock = tf.getKernel(kernelName, 'wasm');
  if (stock === undefined)
    throw new Error(`The wasm backend has no kernel ${kernelName}: it is not version 4.22.`);
  replaceKernel(kernelName, (call) => {
    if (!computingGradients()) return stock.kernelFunc(call);
    let replaced: tf.TensorInfo | undefined;
    tf.tidy(() => {
      replaced = compute(kernelCall(call.inputs, call.attrs, call.backend));
      return isTensor(replaced) ? replaced : [];
    });
    return replaced ?? stock.kernelFunc(call);
  });
}

function replaceKernel(kernelName: string, kernelFunc: tf.KernelFunc): void {
  const stock = tf.getKernel(kernelName, 'wasm');
  // Registering over a kernel works too, but warns.
  if (stock !== undefined) tf.unregisterKernel(kernelName, 'wasm');
  // The shipped kernel's set-up is kept: setBackend() runs it again, and the shipped kernel may be called.
  tf.registerKernel({ ...stock, kernelName, backendName: 'wasm', kernelFunc });
}

/** As the engine asks: by a property that a TensorInfo lacks. */
const isTensor = (info: tf.TensorInfo | undefined): info is tf.Tensor =>
  (info as tf.Tensor | undefined)?.rank !== undefined;

/** The engine calls kernels with tensors; their declared type is the weaker TensorInfo. */
function kernelCall(
  inputs: tf.NamedTensorInfoMap,
  attrs: tf.NamedAttrMap | undefined,
  backend: object,
): Parameters<TrainingKernel['compute']>[0] {
  return {
    inputs: inputs as Record<string, tf.Tensor>,
    attrs: attrs ?? {},
    backend: backend as WasmBackend,
  };
}
