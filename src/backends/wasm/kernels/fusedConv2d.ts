import type * as tf from '@tensorflow/tfjs';
import { forwardReplacement } from '../ForwardReplacement';
import { convolution2d } from '../own/convolution2d';

type Inputs = { x: tf.Tensor4D; filter: tf.Tensor4D; bias?: tf.Tensor; preluActivationWeights?: tf.Tensor };

/** While gradients are computed tfjs fuses no activation but the linear one, so a bias is all there is to add. */
export const fusedConv2d = forwardReplacement<Inputs, tf.FusedConv2DAttrs>(
  'FusedConv2D',
  ({ inputs: { x, filter, bias }, attrs, backend }) => {
    const biasFits = bias == null || (bias.dtype === 'float32' && bias.size === filter.shape[3]);
    return attrs.activation === 'linear' && biasFits
      ? convolution2d(backend, { x, filter, bias: bias ?? undefined }, attrs)
      : undefined;
  },
);
