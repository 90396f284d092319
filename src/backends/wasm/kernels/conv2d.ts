import * as tf from '@tensorflow/tfjs';
import { conv2dInfo } from '../conv2dInfo';
import { forwardReplacement } from '../ForwardReplacement';
import { convolution2d } from '../own/convolution2d';
import { strideLeavesGap } from '../strideLeavesGap';

type Inputs = { x: tf.Tensor4D; filter: tf.Tensor4D };

/**
 * The shipped kernel packs the weights anew in each step, since each step makes new ones. And it answers zeros where 'same'
 * padding would be negative (tfjs #5907), and is right with the same padding given in numbers. A model that has such a
 * layer is refused, since its predictions would be zeros; but the gradient of a Conv2DTranspose is such a convolution as well.
 */
export const conv2d = forwardReplacement<Inputs, tf.Conv2DAttrs>(
  'Conv2D',
  ({ inputs, attrs, backend }) =>
    convolution2d(backend, inputs, attrs) ?? withPaddingInNumbers(inputs, attrs),
);

function withPaddingInNumbers({ x, filter }: Inputs, attrs: tf.Conv2DAttrs): tf.Tensor4D | undefined {
  const { strides, pad, dataFormat, dilations } = attrs;
  if (pad !== 'same' || dataFormat !== 'NHWC') return undefined;
  const info = conv2dInfo(x, filter, attrs);
  const { top, bottom, left, right } = info.padInfo;
  const gap = strideLeavesGap({
    size: [info.inHeight, info.inWidth],
    kernel: [info.filterHeight, info.filterWidth],
    stride: [info.strideHeight, info.strideWidth],
  });
  if (!gap) return undefined;
  return tf.conv2d(
    x,
    filter,
    strides,
    [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ],
    dataFormat,
    dilations,
  );
}
