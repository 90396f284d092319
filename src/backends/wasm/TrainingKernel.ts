import type * as tf from '@tensorflow/tfjs';
import type { WasmBackend } from './wasmInternals';

/** Inputs and attributes as tfjs hands them to a kernel: by name, and typed only by the kernel that knows its own. */
export interface KernelCall<Inputs, Attributes> {
  readonly inputs: Inputs;
  readonly attrs: Attributes;
  readonly backend: WasmBackend;
}

/** A kernel that only a backward pass calls. It may allocate freely: what it does not return is disposed after the call. */
export interface TrainingKernel {
  readonly kernelName: string;
  readonly compute: (call: KernelCall<Record<string, tf.Tensor>, Record<string, unknown>>) => tf.Tensor;
}

/** Ties a kernel's name to its computation; the one place where tfjs' untyped inputs become typed. */
export function trainingKernel<Inputs, Attributes>(
  kernelName: string,
  compute: (call: KernelCall<Inputs, Attributes>) => tf.Tensor,
): TrainingKernel {
  return { kernelName, compute: compute as unknown as TrainingKernel['compute'] };
}
