import * as tf from '@tensorflow/tfjs';

/** What of the WASM backend of 4.22 is looked at. Asked for each time: where it is otherwise, a copy does as well. */
interface WasmMemory {
  readonly wasm?: { readonly HEAPF32?: Float32Array } | null;
  readonly dataIdMap?: {
    has(id: object): boolean;
    get(id: object): { readonly memoryOffset: number | null };
  };
}

/**
 * The numbers of a float32 tensor where they are, on the WASM engine; elsewhere undefined, and `data()` or `dataSync()` has a copy. For who looks at
 * them once and at once: they are gone with the next operation, so nothing may be awaited in between. A copy of each
 * activation and weight would be garbage after each pass.
 *
 * @example hash.update(inPlace(tensor) ?? (await tensor.data()));
 */
export function inPlace({ dataId, dtype, size }: tf.Tensor): Float32Array | undefined {
  if (dtype !== 'float32' || tf.getBackend() !== 'wasm') return undefined;
  const { wasm, dataIdMap } = tf.backend() as WasmMemory;
  if (wasm?.HEAPF32 === undefined || dataIdMap?.has(dataId) !== true) return undefined;
  const { memoryOffset } = dataIdMap.get(dataId);
  if (memoryOffset === null) return undefined;
  const start = memoryOffset / Float32Array.BYTES_PER_ELEMENT;
  return wasm.HEAPF32.subarray(start, start + size);
}
