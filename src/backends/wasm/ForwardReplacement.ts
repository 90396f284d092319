import type * as tf from '@tensorflow/tfjs';
import type { KernelCall } from './TrainingKernel';

/**
 * Another way to compute a kernel that predictions use too. It acts only while gradients are being computed, and answers
 * undefined where the shipped kernel is as good.
 */
export interface ForwardReplacement {
  readonly kernelName: string;
  readonly compute: (
    call: KernelCall<Record<string, tf.Tensor>, Record<string, unknown>>,
  ) => tf.TensorInfo | undefined;
}

export function forwardReplacement<Inputs, Attributes>(
  kernelName: string,
  compute: (call: KernelCall<Inputs, Attributes>) => tf.TensorInfo | undefined,
): ForwardReplacement {
  return { kernelName, compute: compute as unknown as ForwardReplacement['compute'] };
}
