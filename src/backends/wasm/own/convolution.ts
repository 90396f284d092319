import type * as tf from '@tensorflow/tfjs';
import { heapTensor } from '../heapTensor';
import { outputRows, patchSize, type PatchGeometry } from '../PatchGeometry';
import type { WasmBackend } from '../wasmInternals';
import { multiples, plainView } from './MatrixView';
import type { OwnKernels } from './OwnKernels';
import { patchView } from './patchView';
import { multiply, startMultiplying } from './product';

const outputElements = (geometry: PatchGeometry): number => outputRows(geometry) * geometry.output[2];

/** patches · filter, plus the bias: the convolution of x [batch, ..., channels] as a matrix [output elements, filters]. */
export function convolution(
  backend: WasmBackend,
  kernels: OwnKernels,
  {
    x,
    filter,
    bias,
  }: { readonly x: tf.Tensor; readonly filter: tf.Tensor; readonly bias?: tf.Tensor | undefined },
  geometry: PatchGeometry,
): tf.Tensor {
  const size = patchSize(geometry);
  const filters = filter.size / size;
  const rows = outputElements(geometry);
  const y = heapTensor(backend, [rows, filters]);
  multiply(backend, kernels, {
    a: { view: patchView(backend, kernels, x, geometry), transposed: false },
    b: { view: plainView(filter, size, filters), transposed: false },
    c: { tensor: y, rows: multiples(rows, filters) },
    bias,
  });
  return y;
}

/** patchesᵀ · dy: the gradient of the filter [..., filters]. With `later` it is computed while other kernels are called (see `Unfinished`). */
export function ownFilterGradient(
  backend: WasmBackend,
  kernels: OwnKernels,
  { x, dy, later = false }: { readonly x: tf.Tensor; readonly dy: tf.Tensor; readonly later?: boolean },
  geometry: PatchGeometry,
  filterShape: readonly number[],
): tf.Tensor {
  const size = patchSize(geometry);
  const rows = outputElements(geometry);
  const filters = dy.size / rows;
  const dFilter = heapTensor(backend, filterShape);
  (later ? startMultiplying : multiply)(backend, kernels, {
    a: { view: patchView(backend, kernels, x, geometry), transposed: true },
    b: { view: plainView(dy, rows, filters), transposed: false },
    c: { tensor: dFilter, rows: multiples(size, filters) },
  });
  return dFilter;
}
