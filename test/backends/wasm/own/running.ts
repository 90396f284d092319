import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import type { OwnKernels } from '../../../../src/backends/wasm/own/OwnKernels';
import {
  ownKernels,
  startOwnKernels,
  stopOwnKernels,
} from '../../../../src/backends/wasm/own/startOwnKernels';
import { wasmBackend, type WasmBackend } from '../../../../src/backends/wasm/wasmInternals';

export interface Running {
  readonly backend: WasmBackend;
  readonly kernels: OwnKernels;
}

/** The kernels of `assembly/` on the real backend, without anything registered. */
export async function running({ mayRelax = true } = {}): Promise<Running> {
  await tf.setBackend('wasm');
  const backend = wasmBackend(tf.backend());
  stopOwnKernels(backend);
  startOwnKernels(backend, { threads: 1, mayRelax });
  const kernels = ownKernels(backend);
  if (kernels === undefined) throw new Error('The kernels of assembly/ did not start.');
  return { backend, kernels };
}
