import * as tf from '@tensorflow/tfjs';
import { inputGradient } from '../convolutionGradients';
import { mirroredFilter } from '../mirroredFilter';
import { ownKernels } from '../own/startOwnKernels';
import { patchGeometry2d, patchSize, type PatchGeometry } from '../PatchGeometry';
import { forwardReplacement } from '../ForwardReplacement';
import { inPlaceOfUnwanted } from '../unwantedGradients';

type Inputs = tf.Conv2DBackpropInputInputs & { dy: tf.Tensor4D; filter: tf.Tensor4D };

/**
 * The shipped kernel is seven nested scalar loops: 8.4 of the 14.5 seconds of a ResNet50 step. It is the forward kernel of
 * Conv2DTranspose too, so predictions keep it.
 */
export const conv2dBackpropInput = forwardReplacement<Inputs, tf.Conv2DBackpropInputAttrs>(
  'Conv2DBackpropInput',
  ({ inputs: { dy, filter }, attrs, backend }) => {
    const { inputShape, strides, pad, dimRoundingMode } = attrs;
    const unwanted = inPlaceOfUnwanted('convolution', backend);
    if (unwanted !== undefined) return unwanted;
    if (attrs.dataFormat !== 'NHWC') return undefined;
    const info = tf.backend_util.computeConv2DInfo(
      inputShape,
      filter.shape,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    const geometry = patchGeometry2d(info, dy.shape);
    if (ownKernels(backend) === undefined && prefersConvolution(geometry, info))
      return convolutionOfDy(dy, mirroredFilter(backend, filter), info);
    const matrix = tf.reshape<tf.Rank.R2>(filter, [patchSize(geometry), info.outChannels]);
    return inputGradient(backend, dy, matrix, geometry, inputShape);
  },
);

/**
 * At stride 1 the gradient is itself a convolution, of `dy` with the mirrored filter. That wins where the filter is small
 * against the image, since the mirrored filter is packed anew each step (15 ns an element, measured) but no patch is.
 */
function prefersConvolution(geometry: PatchGeometry, info: tf.backend_util.Conv2DInfo): boolean {
  const { kernel, stride, output, batch } = geometry;
  const pads = info.padInfo;
  const [, height, width] = kernel;
  const isWindow = height * width > 1 && stride[1] === 1 && stride[2] === 1;
  const padsFit = pads.top < height && pads.bottom < height && pads.left < width && pads.right < width;
  const elements = batch * output[1] * output[2];
  const size = patchSize(geometry);
  return (
    isWindow &&
    padsFit &&
    15 * size * info.outChannels <= 7 * elements * info.outChannels + 2.5 * elements * size
  );
}

function convolutionOfDy(
  dy: tf.Tensor4D,
  mirrored: tf.Tensor4D,
  info: tf.backend_util.Conv2DInfo,
): tf.Tensor {
  const { top, bottom, left, right } = info.padInfo;
  const below = info.filterHeight - 1;
  const beside = info.filterWidth - 1;
  return tf.conv2d(dy, mirrored, 1, [
    [0, 0],
    [below - top, below - bottom],
    [beside - left, beside - right],
    [0, 0],
  ]);
}
