import type * as tf from '@tensorflow/tfjs';
import { forwardReplacement } from '../ForwardReplacement';
import { matrixProduct } from '../own/matrixProduct';
import { ownKernels } from '../own/startOwnKernels';

type Inputs = { a: tf.Tensor; b: tf.Tensor; bias?: tf.Tensor };

/** A dense layer. As in `fusedConv2d`, a bias is all there is to add. */
export const fusedMatMul = forwardReplacement<Inputs, tf._FusedMatMulAttrs>(
  '_FusedMatMul',
  ({ inputs: { a, b, bias }, attrs: { transposeA, transposeB, activation }, backend }) => {
    const kernels = ownKernels(backend);
    if (kernels === undefined || activation !== 'linear') return undefined;
    const columns = b.shape[b.rank - (transposeB ? 2 : 1)];
    const biasFits = bias == null || (bias.dtype === 'float32' && bias.size === columns);
    return biasFits
      ? matrixProduct(backend, kernels, { a, b, transposeA, transposeB, bias: bias ?? undefined })
      : undefined;
  },
);
