import * as tf from '@tensorflow/tfjs';
import { matrixProduct } from './own/matrixProduct';
import { ownKernels } from './own/startOwnKernels';
import { ownOperand } from './ownOperand';
import type { WasmBackend } from './wasmInternals';

/**
 * XNNPACK only sees products without transposes, and it repacks its second operand for every new tensor at about 6 ns an
 * element (a 2-D transpose takes about 1): so both are written out, and the smaller matrix goes second.
 */

/** aᵀ·b for a [rows, m] and b [rows, n]. */
export function transposeTimes(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  const own = ownProduct(a, b, { transposeA: true, transposeB: false });
  if (own !== undefined) return own;
  const [rows, m] = a.shape;
  const n = b.shape[1];
  const packingB = rows * m + 6 * rows * n;
  const packingA = rows * n + 6 * rows * m + 3 * m * n;
  return packingB <= packingA
    ? tf.matMul(tf.transpose(a), ownOperand(b))
    : tf.transpose(tf.matMul(tf.transpose(b), ownOperand(a)));
}

/** a·bᵀ for a [m, inner] and b [n, inner]. */
export function timesTranspose(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  const own = ownProduct(a, b, { transposeA: false, transposeB: true });
  if (own !== undefined) return own;
  const [m, inner] = a.shape;
  const n = b.shape[0];
  const packingB = 9 * n * inner;
  const packingA = 7 * m * inner + m * n;
  // A transpose is always a new tensor, also of a vector: it needs no ownOperand().
  return packingB <= packingA ? tf.matMul(a, tf.transpose(b)) : tf.transpose(tf.matMul(b, tf.transpose(a)));
}

function ownProduct(
  a: tf.Tensor2D,
  b: tf.Tensor2D,
  sides: { readonly transposeA: boolean; readonly transposeB: boolean },
): tf.Tensor2D | undefined {
  const backend = tf.backend() as unknown as WasmBackend;
  const kernels = ownKernels(backend);
  return kernels && (matrixProduct(backend, kernels, { a, b, ...sides }) as tf.Tensor2D | undefined);
}
