import * as tf from '@tensorflow/tfjs';

/** The sizes and the padding in numbers that a convolution has by its attributes. */
export function conv2dInfo(
  { shape }: tf.Tensor4D,
  filter: tf.Tensor4D,
  { strides, dilations, pad, dimRoundingMode }: tf.Conv2DAttrs,
): tf.backend_util.Conv2DInfo {
  return tf.backend_util.computeConv2DInfo(shape, filter.shape, strides, dilations, pad, dimRoundingMode);
}
