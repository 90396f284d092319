import type * as tf from '@tensorflow/tfjs';
import { heapPlace, heapTensor } from '../heapTensor';
import type { WasmBackend } from '../wasmInternals';
import type { OwnKernels } from './OwnKernels';
import { chunksOf } from './shared/sums';

/** The sum of each column of x [rows, columns], in chunks of 128 rows. */
export function ownColumnSum(
  backend: WasmBackend,
  kernels: OwnKernels,
  x: tf.TensorInfo,
  rows: number,
  columns: number,
): tf.Tensor {
  const sums = heapTensor(backend, [columns]);
  const partial = heapTensor(backend, [chunksOf(rows) * columns]);
  const [from, to, room] = [x, sums, partial].map((tensor) => heapPlace(backend, tensor)) as [
    number,
    number,
    number,
  ];
  kernels.columnSums(rows, columns, from, to, room);
  return sums;
}
