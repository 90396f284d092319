import * as tf from '@tensorflow/tfjs';
import { filterGradient, inputGradient } from '../convolutionGradients';
import { patchGeometry3d, patchSize } from '../PatchGeometry';
import { trainingKernel } from '../TrainingKernel';

type FilterInputs = { x: tf.Tensor5D; dy: tf.Tensor5D };
type InputInputs = { dy: tf.Tensor5D; filter: tf.Tensor5D };

/** The shipped kernel divides negative numbers as C++ does, and is wrong at every stride above 1. */
export const conv3dBackpropFilter = trainingKernel<FilterInputs, tf.Conv3DBackpropFilterV2Attrs>(
  'Conv3DBackpropFilterV2',
  ({ inputs: { x, dy }, attrs: { filterShape, strides, pad }, backend }) => {
    const info = tf.backend_util.computeConv3DInfo(x.shape, filterShape, strides, 1, pad);
    return filterGradient(backend, { x, dy }, patchGeometry3d(info, dy.shape), filterShape);
  },
);

/** The shipped kernel forgets where the window starts when it bounds the depth: wrong for every shape tried. */
export const conv3dBackpropInput = trainingKernel<InputInputs, tf.Conv3DBackpropInputV2Attrs>(
  'Conv3DBackpropInputV2',
  ({ inputs: { dy, filter }, attrs: { inputShape, strides, pad }, backend }) => {
    const info = tf.backend_util.computeConv3DInfo(inputShape, filter.shape, strides, 1, pad);
    const geometry = patchGeometry3d(info, dy.shape);
    const matrix = tf.reshape<tf.Rank.R2>(filter, [patchSize(geometry), info.outChannels]);
    return inputGradient(backend, dy, matrix, geometry, inputShape);
  },
);
