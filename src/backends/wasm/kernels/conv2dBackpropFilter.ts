import * as tf from '@tensorflow/tfjs';
import { filterGradient } from '../convolutionGradients';
import { patchGeometry2d } from '../PatchGeometry';
import { trainingKernel } from '../TrainingKernel';

/** Not in the shipped backend at all: without it no convolution trains. */
export const conv2dBackpropFilter = trainingKernel<
  tf.Conv2DBackpropFilterInputs & { x: tf.Tensor4D; dy: tf.Tensor4D },
  tf.Conv2DBackpropFilterAttrs
>('Conv2DBackpropFilter', ({ inputs: { x, dy }, attrs, backend }) => {
  const { filterShape, strides, pad, dimRoundingMode } = attrs;
  refuseChannelsFirst(attrs.dataFormat);
  const info = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad, dimRoundingMode);
  return filterGradient(backend, { x, dy }, patchGeometry2d(info, dy.shape), filterShape);
});

function refuseChannelsFirst(dataFormat: string): void {
  if (dataFormat !== 'NHWC') {
    throw new Error(
      `Conv2DBackpropFilter on wasm takes dataFormat 'NHWC', not '${dataFormat}': the forward kernel does too.`,
    );
  }
}
