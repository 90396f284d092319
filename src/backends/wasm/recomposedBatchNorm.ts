import * as tf from '@tensorflow/tfjs';
import type { BatchNormPasses } from './BatchNormPasses';
import { columnMean } from './columnMean';

/** Of shipped kernels, each of which is a pass of its own. */
export const recomposedBatchNorm: BatchNormPasses = {
  moments: (x) => {
    const mean = columnMeans(x);
    return { mean, variance: columnMeans(tf.square(tf.sub<tf.Tensor2D>(x, mean))) };
  },
  factors: (variance, gamma, epsilon) => {
    const reciprocal = tf.rsqrt(tf.add<tf.Tensor1D>(variance, epsilon));
    return { reciprocal, scale: tf.mul(gamma, reciprocal) };
  },
  normalised: (x, mean, scale, offset) => affine(tf.sub(x, mean), scale, offset),
  gradientMeans: (x, dy, mean) => ({
    meanDy: columnMeans(dy),
    meanDyCentred: columnMeans(tf.mul(dy, tf.sub<tf.Tensor2D>(x, mean))),
  }),
  gradientFactors: ({ gamma, reciprocal, meanDy, meanDyCentred }, rows) => {
    const scale = tf.mul<tf.Tensor1D>(gamma, reciprocal);
    return {
      scale,
      slope: tf.neg(tf.mul(tf.mul(scale, tf.square(reciprocal)), meanDyCentred)),
      dGamma: tf.mul(tf.mul(reciprocal, meanDyCentred), rows),
      dBeta: tf.mul(meanDy, rows),
    };
  },
  inputGradient: (x, dy, { mean, meanDy, scale, slope }) =>
    tf.add(affine(dy, scale, tf.neg(tf.mul(scale, meanDy))), tf.mul(tf.sub<tf.Tensor2D>(x, mean), slope)),
};

function columnMeans(matrix: tf.Tensor2D): tf.Tensor1D {
  const [rows, channels] = matrix.shape;
  return tf.reshape(columnMean(tf.reshape(matrix, [1, rows, channels])), [channels]);
}

/** x * scale + offset for each column, in one pass: XNNPACK has it as a depthwise convolution of size 1. */
function affine(x: tf.Tensor2D, scale: tf.Tensor1D, offset: tf.Tensor1D): tf.Tensor2D {
  const [rows, channels] = x.shape;
  const y: tf.Tensor = tf.engine().runKernel(
    'FusedDepthwiseConv2D',
    {
      x: tf.reshape(x, [1, rows, 1, channels]),
      filter: tf.reshape(scale, [1, 1, channels, 1]),
      bias: offset,
    },
    { strides: [1, 1], pad: 'valid', dilations: [1, 1], dataFormat: 'NHWC', activation: 'linear' },
  );
  return tf.reshape(y, [rows, channels]);
}
