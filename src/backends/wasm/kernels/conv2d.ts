import * as tf from '@tensorflow/tfjs';
import { forwardReplacement } from '../ForwardReplacement';
import { strideLeavesGap } from '../strideLeavesGap';

type Inputs = { x: tf.Tensor4D; filter: tf.Tensor4D };

/**
 * The shipped kernel answers zeros where 'same' padding would be negative (tfjs #5907), and is right with the same padding
 * given in numbers. A model that has such a layer is refused, since its predictions would be zeros; but the gradient of a
 * Conv2DTranspose is such a convolution as well.
 */
export const conv2d = forwardReplacement<Inputs, tf.Conv2DAttrs>(
  'Conv2D',
  ({ inputs: { x, filter }, attrs }) => {
    const { strides, pad, dataFormat, dilations, dimRoundingMode } = attrs;
    if (pad !== 'same' || dataFormat !== 'NHWC') return undefined;
    const info = tf.backend_util.computeConv2DInfo(
      x.shape,
      filter.shape,
      strides,
      dilations,
      pad,
      dimRoundingMode,
    );
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
  },
);
