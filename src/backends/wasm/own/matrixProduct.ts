import * as tf from '@tensorflow/tfjs';
import { heapTensor } from '../heapTensor';
import type { WasmBackend } from '../wasmInternals';
import { multiples, plainView } from './MatrixView';
import type { OwnKernels } from './OwnKernels';
import { multiply } from './product';

export interface MatrixFactors {
  readonly a: tf.Tensor;
  readonly b: tf.Tensor;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly bias?: tf.TensorInfo | undefined;
}

/**
 * What `tf.matMul` does, batches included. Undefined where it is left to others: other types than float32, nothing to add up,
 * and batches that are spread over one another in more than one axis.
 */
export function matrixProduct(
  backend: WasmBackend,
  kernels: OwnKernels,
  { a, b, transposeA, transposeB, bias }: MatrixFactors,
): tf.Tensor | undefined {
  if (a.rank < 2 || b.rank < 2 || a.size === 0 || b.size === 0) return undefined;
  if (a.dtype !== 'float32' || b.dtype !== 'float32') return undefined;
  const [aBatch, bBatch] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const [aCount, bCount] = [tf.util.sizeFromShape(aBatch), tf.util.sizeFromShape(bBatch)];
  if (aCount !== 1 && bCount !== 1 && String(aBatch) !== String(bBatch)) return undefined;
  const [aRows = 1, aColumns = 1] = a.shape.slice(-2);
  const [bRows = 1, bColumns = 1] = b.shape.slice(-2);
  const m = transposeA ? aColumns : aRows;
  const n = transposeB ? bRows : bColumns;
  const batch = tf.backend_util.assertAndGetBroadcastShape(aBatch, bBatch);
  const y = heapTensor(backend, [...batch, m, n]);
  for (let index = 0; index < Math.max(aCount, bCount); index++) {
    const aStart = aCount === 1 ? 0 : index * aRows * aColumns;
    const bStart = bCount === 1 ? 0 : index * bRows * bColumns;
    multiply(backend, kernels, {
      a: { view: plainView(a, aRows, aColumns, aStart), transposed: transposeA },
      b: { view: plainView(b, bRows, bColumns, bStart), transposed: transposeB },
      c: { tensor: y, rows: multiples(m, n, index * m * n) },
      bias,
    });
  }
  return y;
}
