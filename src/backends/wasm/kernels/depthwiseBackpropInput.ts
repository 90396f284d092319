import type * as tf from '@tensorflow/tfjs';
import { heapValues, zeroHeapTensor } from '../heapTensor';
import { depthwiseGeometry } from '../depthwiseGeometry';
import { ownDepthwiseInputGradient } from '../own/depthwise';
import { ownKernels } from '../own/startOwnKernels';
import { trainingKernel } from '../TrainingKernel';
import { visitTaps } from '../depthwiseTaps';

type Inputs = { dy: tf.Tensor4D; filter: tf.Tensor4D };

/** Not in the shipped backend: without it no layer below a depthwise convolution trains. */
export const depthwiseBackpropInput = trainingKernel<Inputs, tf.DepthwiseConv2dNativeBackpropInputAttrs>(
  'DepthwiseConv2dNativeBackpropInput',
  ({ inputs: { dy, filter }, attrs, backend }) => {
    const { inputShape } = attrs;
    const geometry = depthwiseGeometry(inputShape, filter.shape, attrs, dy.shape);
    const kernels = ownKernels(backend);
    if (kernels !== undefined) return ownDepthwiseInputGradient(backend, kernels, dy, filter, geometry);
    const { channels } = geometry;
    const dx = zeroHeapTensor(backend, inputShape);
    const multiplier = filter.shape[3];
    const weights = heapValues(backend, filter);
    const gradients = heapValues(backend, dy);
    const result = heapValues(backend, dx);
    visitTaps(geometry, (input, output, tap) => {
      let at = tap * channels * multiplier;
      let from = output * multiplier;
      for (let channel = 0; channel < channels; channel++) {
        let sum = result[input + channel] as number;
        for (let copy = 0; copy < multiplier; copy++, at++, from++) {
          sum += (weights[at] as number) * (gradients[from] as number);
        }
        result[input + channel] = sum;
      }
    });
    return dx;
  },
);
