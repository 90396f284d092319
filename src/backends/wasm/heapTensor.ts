import * as tf from '@tensorflow/tfjs';
import { ownKernels } from './own/startOwnKernels';
import type { WasmBackend } from './wasmInternals';

/**
 * A tensor on the wasm heap whose values are whatever lay there before: to be written in full, or zeroed, by the caller.
 * It belongs to the surrounding tidy.
 */
export function heapTensor(backend: WasmBackend, shape: readonly number[]): tf.Tensor {
  const info = backend.makeOutput([...shape], 'float32');
  if (backend.dataIdMap.get(info.dataId).memoryOffset === 0) {
    // malloc failed; tfjs would go on and write over address 0.
    throw new Error(
      `The WASM heap is full (it ends at 4 GB): no room for a tensor of shape [${shape.join(', ')}]. ` +
        'Train with a smaller batchSize, or install @tensorflow/tfjs-node.',
    );
  }
  return tf.engine().makeTensorFromTensorInfo(info);
}

/** As `heapTensor`, filled with zeros. */
export function zeroHeapTensor(backend: WasmBackend, shape: readonly number[]): tf.Tensor {
  const tensor = heapTensor(backend, shape);
  const kernels = ownKernels(backend);
  // A view of shared memory fills itself element by element.
  if (kernels !== undefined) kernels.clear(tensor.size, heapPlace(backend, tensor));
  else heapValues(backend, tensor).fill(0);
  return tensor;
}

/** Where a tensor starts on the heap, in bytes. */
export function heapPlace(backend: WasmBackend, tensor: tf.TensorInfo): number {
  return backend.dataIdMap.get(tensor.dataId).memoryOffset;
}

/** Where a float32 tensor starts in `backend.wasm.HEAPF32`. */
export function heapStart(backend: WasmBackend, tensor: tf.TensorInfo): number {
  return backend.dataIdMap.get(tensor.dataId).memoryOffset / Float32Array.BYTES_PER_ELEMENT;
}

/** The values of a float32 tensor in place. Any allocation may grow the heap, and that detaches every view: take it last. */
export function heapValues(backend: WasmBackend, tensor: tf.TensorInfo): Float32Array {
  const start = heapStart(backend, tensor);
  return backend.wasm.HEAPF32.subarray(start, start + tf.util.sizeFromShape(tensor.shape));
}
