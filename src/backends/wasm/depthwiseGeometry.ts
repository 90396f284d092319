import * as tf from '@tensorflow/tfjs';
import { type PatchGeometry, patchGeometry2d } from './PatchGeometry';

type WindowAttrs = Pick<
  tf.DepthwiseConv2dNativeBackpropFilterAttrs,
  'strides' | 'dilations' | 'pad' | 'dimRoundingMode'
>;

/** How the windows of a depthwise convolution lie, from the shapes of its input, its filter and its output. */
export function depthwiseGeometry(
  input: tf.Tensor4D['shape'],
  filter: tf.Tensor4D['shape'],
  output: tf.Tensor4D['shape'],
  { strides, dilations, pad, dimRoundingMode }: WindowAttrs,
): PatchGeometry {
  const info = tf.backend_util.computeConv2DInfo(
    input,
    filter,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    true,
  );
  return patchGeometry2d(info, output);
}
