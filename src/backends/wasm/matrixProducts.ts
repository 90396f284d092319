import * as tf from '@tensorflow/tfjs';

/**
 * XNNPACK only sees products without transposes, and it repacks its second operand for every new tensor at about 6 ns an
 * element (a 2-D transpose takes about 1): so both are written out, and the smaller matrix goes second.
 */

/** aᵀ·b for a [rows, m] and b [rows, n]. */
export function transposeTimes(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  const [rows, m] = a.shape;
  const n = b.shape[1];
  const packingB = rows * m + 6 * rows * n;
  const packingA = rows * n + 6 * rows * m + 3 * m * n;
  return packingB <= packingA
    ? tf.matMul(transposed(a), b)
    : transposed(tf.matMul(transposed(b), a));
}

/** a·bᵀ for a [m, inner] and b [n, inner]. */
export function timesTranspose(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  const [m, inner] = a.shape;
  const n = b.shape[0];
  const packingB = 9 * n * inner;
  const packingA = 7 * m * inner + m * n;
  return packingB <= packingA
    ? tf.matMul(a, transposed(b))
    : transposed(tf.matMul(b, transposed(a)));
}

/** A vector is its own transpose: tfjs would copy it. */
export function transposed(matrix: tf.Tensor2D): tf.Tensor2D {
  const [rows, columns] = matrix.shape;
  return rows === 1 || columns === 1 ? tf.reshape(matrix, [columns, rows]) : tf.transpose(matrix);
}
