import * as tf from '@tensorflow/tfjs';
import type { OwnKernels } from '../../../../src/backends/wasm/own/OwnKernels';
import { ownKernels } from '../../../../src/backends/wasm/own/startOwnKernels';

type Kernel = {
  [K in keyof OwnKernels]: OwnKernels[K] extends (...args: never[]) => void ? K : never;
}[keyof OwnKernels];

/** Counts how often an own kernel is called, until it is stopped. */
export function counted(kernel: Kernel): { calls: () => number; stop: () => void } {
  const holder = tf.backend() as unknown as Record<symbol, OwnKernels>;
  const key = Symbol.for('tfjs-wasm-training.own');
  const kernels = ownKernels(tf.backend())!;
  const original = kernels[kernel] as (...args: readonly unknown[]) => void;
  let count = 0;
  const counting = (...args: readonly unknown[]): void => {
    count += 1;
    original(...args);
  };
  holder[key] = { ...kernels, [kernel]: counting };
  return { calls: () => count, stop: () => (holder[key] = kernels) };
}
