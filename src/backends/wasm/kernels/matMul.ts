import * as tf from '@tensorflow/tfjs';
import { forwardReplacement } from '../ForwardReplacement';
import { timesTranspose, transposeTimes } from '../matrixProducts';
import { matrixProduct } from '../own/matrixProduct';
import { ownKernels } from '../own/startOwnKernels';
import { ownOperand } from '../ownOperand';
import { inPlaceOfUnwanted } from '../unwantedGradients';

interface Inputs {
  readonly a: tf.Tensor;
  readonly b: tf.Tensor;
}

/** Both gradients of a dense layer are products with a transpose, and those the shipped kernel does in scalar loops. */
export const matMul = forwardReplacement<Inputs, tf.BatchMatMulAttrs>(
  'BatchMatMul',
  ({ inputs: { a, b }, attrs, backend }) => {
    const unwanted = inPlaceOfUnwanted('product', backend);
    if (unwanted !== undefined) return unwanted;
    const { transposeA, transposeB } = attrs;
    const kernels = ownKernels(backend);
    const own = kernels && matrixProduct(backend, kernels, { a, b, transposeA, transposeB });
    return own ?? recomposed({ a, b }, attrs);
  },
);

function recomposed(
  { a, b }: Inputs,
  { transposeA, transposeB }: tf.BatchMatMulAttrs,
): tf.Tensor | undefined {
  const matrixA = matrixOf(a);
  const matrixB = matrixOf(b);
  if (matrixA === undefined || matrixB === undefined || (transposeA && transposeB)) return undefined;
  if (!transposeA && !transposeB) return withOwnOperand(a, b, matrixB);
  const product = transposeA ? transposeTimes(matrixA, matrixB) : timesTranspose(matrixA, matrixB);
  return tf.reshape(product, [...(a.rank >= b.rank ? a : b).shape.slice(0, -2), ...product.shape]);
}

/** Undefined where the shipped kernel may have `b` as it is. */
function withOwnOperand(a: tf.Tensor, b: tf.Tensor, matrixB: tf.Tensor2D): tf.Tensor | undefined {
  const operand = ownOperand(matrixB);
  return operand.dataId === b.dataId ? undefined : tf.matMul(a, tf.reshape(operand, b.shape));
}

/** The tensor without its leading axes, where these are all of size one. */
function matrixOf(tensor: tf.Tensor): tf.Tensor2D | undefined {
  const [rows, columns] = tensor.shape.slice(-2);
  if (rows === undefined || columns === undefined || tensor.dtype !== 'float32') return undefined;
  if (tensor.size !== rows * columns || tensor.size === 0) return undefined;
  return tf.reshape<tf.Rank.R2>(tensor, [rows, columns]);
}
