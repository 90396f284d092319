import type * as tf from '@tensorflow/tfjs';
import { heapPlace, heapTensor } from '../heapTensor';
import type { PatchGeometry } from '../PatchGeometry';
import type { WasmBackend } from '../wasmInternals';
import type { OwnKernels } from './OwnKernels';
import { filterSums } from './shared/windows';
import { windowsOnHeap } from './windowsOnHeap';

/** The depthwise convolution of x by a filter [height, width, channels, multiplier]. */
export function ownDepthwise(
  backend: WasmBackend,
  kernels: OwnKernels,
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  geometry: PatchGeometry,
): tf.Tensor {
  const [, height, width] = geometry.output;
  const multiplier = filter.shape[3];
  const y = heapTensor(backend, [geometry.batch, height, width, geometry.channels * multiplier]);
  const at = windowsOnHeap(backend, kernels, geometry);
  kernels.depthwise(at, multiplier, heapPlace(backend, x), heapPlace(backend, filter), heapPlace(backend, y));
  return y;
}

export function ownDepthwiseInputGradient(
  backend: WasmBackend,
  kernels: OwnKernels,
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  geometry: PatchGeometry,
): tf.Tensor {
  const [, height, width] = geometry.input;
  const dx = heapTensor(backend, [geometry.batch, height, width, geometry.channels]);
  const at = windowsOnHeap(backend, kernels, geometry);
  const places = [dy, filter, dx].map((tensor) => heapPlace(backend, tensor)) as [number, number, number];
  kernels.depthwiseInputGradient(at, filter.shape[3], ...places);
  return dx;
}

/** Summed in float32: over about 128 pixels at a time, and then such sums. */
export function ownDepthwiseFilterGradient(
  backend: WasmBackend,
  kernels: OwnKernels,
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  geometry: PatchGeometry,
): tf.Tensor {
  const [, height, width] = geometry.kernel;
  const multiplier = dy.shape[3] / geometry.channels;
  const shape = [height, width, geometry.channels, multiplier];
  const dFilter = heapTensor(backend, shape);
  const partial = heapTensor(backend, [filterSums(geometry), ...shape]);
  const at = windowsOnHeap(backend, kernels, geometry);
  const places = [x, dy, dFilter, partial].map((tensor) => heapPlace(backend, tensor));
  kernels.depthwiseFilterGradient(at, multiplier, ...(places as [number, number, number, number]));
  return dFilter;
}
