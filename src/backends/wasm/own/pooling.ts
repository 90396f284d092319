import type * as tf from '@tensorflow/tfjs';
import { heapStart, zeroHeapTensor } from '../heapTensor';
import type { PatchGeometry } from '../PatchGeometry';
import type { WasmBackend } from '../wasmInternals';
import type { OwnKernels } from './OwnKernels';
import { windowsOnHeap } from './windowsOnHeap';

const place = (backend: WasmBackend, tensor: tf.TensorInfo): number =>
  heapStart(backend, tensor) * Float32Array.BYTES_PER_ELEMENT;

export function ownMaxPoolGradient(
  backend: WasmBackend,
  kernels: OwnKernels,
  x: tf.Tensor,
  dy: tf.Tensor,
  geometry: PatchGeometry,
): tf.Tensor {
  const dx = zeroHeapTensor(backend, x.shape);
  const at = windowsOnHeap(backend, kernels, geometry);
  kernels.maxPoolGradient(at, place(backend, x), place(backend, dy), place(backend, dx));
  return dx;
}

export function ownAvgPoolGradient(
  backend: WasmBackend,
  kernels: OwnKernels,
  x: tf.Tensor,
  dy: tf.Tensor,
  geometry: PatchGeometry,
): tf.Tensor {
  const dx = zeroHeapTensor(backend, x.shape);
  const at = windowsOnHeap(backend, kernels, geometry);
  kernels.avgPoolGradient(at, place(backend, dy), place(backend, dx));
  return dx;
}
