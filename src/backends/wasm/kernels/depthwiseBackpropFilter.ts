import type * as tf from '@tensorflow/tfjs';
import { heapTensor, heapValues } from '../heapTensor';
import { depthwiseGeometry } from '../depthwiseGeometry';
import { ownDepthwiseFilterGradient } from '../own/depthwise';
import { ownKernels } from '../own/startOwnKernels';
import { trainingKernel } from '../TrainingKernel';
import { visitTaps } from '../depthwiseTaps';

type Inputs = { x: tf.Tensor4D; dy: tf.Tensor4D };

/** Not in the shipped backend: without it no depthwise or separable convolution trains. */
export const depthwiseBackpropFilter = trainingKernel<Inputs, tf.DepthwiseConv2dNativeBackpropFilterAttrs>(
  'DepthwiseConv2dNativeBackpropFilter',
  ({ inputs: { x, dy }, attrs, backend }) => {
    const { filterShape } = attrs;
    const geometry = depthwiseGeometry(x.shape, filterShape, attrs, dy.shape);
    const kernels = ownKernels(backend);
    if (kernels !== undefined) return ownDepthwiseFilterGradient(backend, kernels, x, dy, geometry);
    const { channels } = geometry;
    const dw = heapTensor(backend, filterShape);
    const multiplier = filterShape[3];
    // Float64: a filter element sums over every pixel of the batch.
    const sums = new Float64Array(dw.size);
    const values = heapValues(backend, x);
    const gradients = heapValues(backend, dy);
    visitTaps(geometry, (input, output, tap) => {
      let at = tap * channels * multiplier;
      let from = output * multiplier;
      for (let channel = 0; channel < channels; channel++) {
        const value = values[input + channel] as number;
        for (let copy = 0; copy < multiplier; copy++, at++, from++) {
          sums[at] = (sums[at] as number) + value * (gradients[from] as number);
        }
      }
    });
    heapValues(backend, dw).set(sums);
    return dw;
  },
);
