import * as tf from '@tensorflow/tfjs';
import { forwardReplacement } from '../ForwardReplacement';
import { timesTranspose, transposeTimes } from '../matrixProducts';

interface Inputs {
  readonly a: tf.Tensor;
  readonly b: tf.Tensor;
}

const isMatrix = (tensor: tf.Tensor): tensor is tf.Tensor2D => tensor.rank === 2 && tensor.dtype === 'float32';

/** Both gradients of a dense layer are products with a transpose, and those the shipped kernel does in scalar loops. */
export const matMul = forwardReplacement<Inputs, tf.BatchMatMulAttrs>('BatchMatMul', ({ inputs: { a, b }, attrs }) => {
  const { transposeA, transposeB } = attrs;
  if (transposeA === transposeB) return undefined;
  const matrixA = matrixOf(a);
  const matrixB = matrixOf(b);
  if (matrixA === undefined || matrixB === undefined) return undefined;
  const product = transposeA ? transposeTimes(matrixA, matrixB) : timesTranspose(matrixA, matrixB);
  return tf.reshape(product, [...(a.rank >= b.rank ? a : b).shape.slice(0, -2), ...product.shape]);
});

/** The tensor without its leading axes, where these are all of size one. */
function matrixOf(tensor: tf.Tensor): tf.Tensor2D | undefined {
  const [rows, columns] = tensor.shape.slice(-2);
  if (rows === undefined || columns === undefined || tensor.size !== rows * columns || tensor.size === 0) return undefined;
  const matrix = tensor.rank === 2 ? tensor : tf.reshape(tensor, [rows, columns]);
  return isMatrix(matrix) ? matrix : undefined;
}
