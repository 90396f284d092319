import * as tf from '@tensorflow/tfjs';
import { patchGeometry2d, patchGeometry3d } from '../PatchGeometry';
import { avgPoolGradient, maxPoolGradient } from '../poolGradients';
import { trainingKernel } from '../TrainingKernel';

type Inputs2d = { dy: tf.Tensor4D; input: tf.Tensor4D };
type Inputs3d = { dy: tf.Tensor5D; input: tf.Tensor5D };

/**
 * The shipped kernel starts its search at the smallest positive float: a window without a positive value loses its
 * gradient, and ties go to the last maximum.
 */
export const maxPoolGrad = trainingKernel<Inputs2d, tf.MaxPoolGradAttrs>(
  'MaxPoolGrad',
  ({ inputs: { dy, input }, attrs: { filterSize, strides, pad, dimRoundingMode }, backend }) => {
    const info = tf.backend_util.computePool2DInfo(input.shape, filterSize, strides, 1, pad, dimRoundingMode);
    return maxPoolGradient(backend, input, dy, patchGeometry2d(info, dy.shape));
  },
);

/** As `maxPoolGrad`. */
export const maxPool3dGrad = trainingKernel<Inputs3d, tf.MaxPool3DGradAttrs>(
  'MaxPool3DGrad',
  ({ inputs: { dy, input }, attrs: { filterSize, strides, pad, dimRoundingMode }, backend }) => {
    const info = tf.backend_util.computePool3DInfo(input.shape, filterSize, strides, 1, pad, dimRoundingMode);
    return maxPoolGradient(backend, input, dy, patchGeometry3d(info, dy.shape));
  },
);

/** The shipped kernel divides by the whole window also where it hangs over the edge; the forward kernel does not. */
export const avgPoolGrad = trainingKernel<Inputs2d, tf.AvgPoolGradAttrs>(
  'AvgPoolGrad',
  ({ inputs: { dy, input }, attrs: { filterSize, strides, pad }, backend }) => {
    const info = tf.backend_util.computePool2DInfo(input.shape, filterSize, strides, 1, pad);
    return avgPoolGradient(backend, input, dy, patchGeometry2d(info, dy.shape));
  },
);

/** As `avgPoolGrad`. */
export const avgPool3dGrad = trainingKernel<Inputs3d, tf.AvgPool3DGradAttrs>(
  'AvgPool3DGrad',
  ({ inputs: { dy, input }, attrs: { filterSize, strides, pad, dimRoundingMode }, backend }) => {
    const info = tf.backend_util.computePool3DInfo(input.shape, filterSize, strides, 1, pad, dimRoundingMode);
    return avgPoolGradient(backend, input, dy, patchGeometry3d(info, dy.shape));
  },
);
