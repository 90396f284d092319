import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { KernelTable } from '../../../../src/backends/wasm/own/KernelTable';
import { sharedProduct } from '../../../../src/backends/wasm/own/shared/product';
import { Shares } from '../../../../src/backends/wasm/own/shared/Shares';
import type { OwnKernels } from '../../../../src/backends/wasm/own/OwnKernels';
import {
  ownKernels,
  startOwnKernels,
  stopOwnKernels,
} from '../../../../src/backends/wasm/own/startOwnKernels';
import type { KernelCall } from '../../../../src/backends/wasm/threads/KernelCall';
import { wasmBackend, type WasmBackend } from '../../../../src/backends/wasm/wasmInternals';

export interface Running {
  readonly backend: WasmBackend;
  readonly kernels: OwnKernels;
}

/** The kernels of `assembly/` on the real backend, without anything registered; with `wide`, all products by that kernel, however it was compiled. */
export async function running({ mayRelax = true, wide = false } = {}): Promise<Running> {
  await tf.setBackend('wasm');
  const backend = wasmBackend(tf.backend());
  stopOwnKernels(backend);
  startOwnKernels(backend, { threads: 1, mayRelax });
  const kernels = ownKernels(backend);
  if (kernels === undefined) throw new Error('The kernels of assembly/ did not start.');
  return { backend, kernels: wide ? { ...kernels, ...wideProduct(backend, kernels) } : kernels };
}

function wideProduct({ wasm }: WasmBackend, { fused }: OwnKernels): Pick<OwnKernels, 'product'> {
  const table = new KernelTable(wasm.asm!.memory!, { isShared: false, mayRelax: fused, mayWiden: false });
  const runner = {
    ...{ threads: 1, fused, isWide: () => true },
    run: (calls: readonly KernelCall[]): void => calls.forEach((call) => table.run(call)),
  };
  return sharedProduct(new Shares(runner, { ofProducts: 0, ofWindows: 0, elements: 0, widening: 0 }));
}
