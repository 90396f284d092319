import type * as tf from '@tensorflow/tfjs';
import { depthwiseGeometry } from '../depthwiseGeometry';
import { forwardReplacement } from '../ForwardReplacement';
import { ownDepthwise } from '../own/depthwise';
import { ownKernels } from '../own/startOwnKernels';

type Inputs = { x: tf.Tensor4D; filter: tf.Tensor4D };

/** The shipped kernel packs the new weights of each step, and works on one thread. */
export const depthwiseConv2d = forwardReplacement<Inputs, tf.DepthwiseConv2dNativeAttrs>(
  'DepthwiseConv2dNative',
  ({ inputs: { x, filter }, attrs, backend }) => {
    const kernels = ownKernels(backend);
    if (kernels === undefined || x.dtype !== 'float32' || filter.dtype !== 'float32') return undefined;
    const geometry = depthwiseGeometry(x.shape, filter.shape, attrs);
    const isEmpty = x.size * filter.size === 0 || geometry.output.some((size) => size <= 0);
    if (isEmpty || attrs.dataFormat !== 'NHWC') return undefined;
    return ownDepthwise(backend, kernels, x, filter, geometry);
  },
);
