import * as tf from '@tensorflow/tfjs';
import { type PatchGeometry, patchGeometry2d } from './PatchGeometry';

type Shape4d = tf.Tensor4D['shape'];
type WindowAttrs = Pick<
  tf.DepthwiseConv2dNativeBackpropFilterAttrs,
  'strides' | 'pad' | 'dimRoundingMode'
> & {
  /** A layer without dilation hands none on. */
  readonly dilations?: tf.DepthwiseConv2dNativeAttrs['dilations'] | null;
};

/** How the windows of a depthwise convolution lie, from the shapes of its input and its filter and, in a gradient, its output. */
export function depthwiseGeometry(
  input: Shape4d,
  filter: Shape4d,
  { strides, dilations, pad, dimRoundingMode }: WindowAttrs,
  output?: Shape4d,
): PatchGeometry {
  const info = tf.backend_util.computeConv2DInfo(
    input,
    filter,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    true,
  );
  return patchGeometry2d(info, output ?? info.outShape);
}
