import type * as tf from '@tensorflow/tfjs';
import { heapPlace, zeroHeapTensor } from '../heapTensor';
import type { PatchGeometry } from '../PatchGeometry';
import type { WasmBackend } from '../wasmInternals';
import type { OwnKernels } from './OwnKernels';
import { windowsOnHeap } from './windowsOnHeap';

export function ownMaxPoolGradient(
  backend: WasmBackend,
  kernels: OwnKernels,
  x: tf.Tensor,
  dy: tf.Tensor,
  geometry: PatchGeometry,
): tf.Tensor {
  const dx = zeroHeapTensor(backend, x.shape);
  const at = windowsOnHeap(backend, kernels, geometry);
  kernels.maxPoolGradient(at, heapPlace(backend, x), heapPlace(backend, dy), heapPlace(backend, dx));
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
  kernels.avgPoolGradient(at, heapPlace(backend, dy), heapPlace(backend, dx));
  return dx;
}
