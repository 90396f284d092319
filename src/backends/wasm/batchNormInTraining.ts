import * as tf from '@tensorflow/tfjs';
import { columnMean } from './columnMean';

type GradSaver = (tensors: tf.Tensor[]) => void;

export interface BatchMoments {
  readonly mean: tf.Tensor1D;
  readonly variance: tf.Tensor1D;
}

/**
 * Normalises by the moments of the batch, with the whole gradient in one formula: tfjs composes it of some thirty
 * passes over the activations. `seen` gets the moments, for the moving averages; they live as long as the call.
 *
 * With the column means cm(), x' = x - mean, r = 1 / sqrt(variance + epsilon) and a = gamma * r:
 *
 *     y = a x' + beta        dx = a (dy - cm(dy) - r² cm(dy x') x')        dgamma = r Σ dy x'        dbeta = Σ dy
 */
export function batchNormInTraining(
  x: tf.Tensor,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  epsilon: number,
  seen: (moments: BatchMoments) => void,
): tf.Tensor {
  const channels = gamma.shape[0];
  const rows = x.size / channels;
  const normalise = tf.customGrad((...args: (tf.Tensor | GradSaver)[]) => {
    const [input, scale, offset, save] = args as [tf.Tensor, tf.Tensor1D, tf.Tensor1D, GradSaver];
    const matrix = tf.reshape<tf.Rank.R2>(input, [rows, channels]);
    const mean = columnMeans(matrix);
    const centred = tf.sub<tf.Tensor2D>(matrix, mean);
    // In two passes: E[x²] - mean² loses every digit for inputs far from zero.
    const variance = columnMeans(tf.square(centred));
    const reciprocal = tf.rsqrt(tf.add<tf.Tensor1D>(variance, epsilon));
    seen({ mean, variance });
    save([input, scale, mean, reciprocal]);
    const value = tf.reshape(affine(centred, tf.mul(scale, reciprocal), offset), input.shape);
    // tfjs frees nothing of what a gradient function leaves behind before the whole backward pass is done.
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.tidy(() => batchNormGradients(dy, saved)),
    };
  });
  return normalise(x, gamma, beta);
}

function batchNormGradients(dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] {
  const [x, gamma, mean, reciprocal] = saved as [tf.Tensor, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
  const channels = gamma.shape[0];
  const rows = x.size / channels;
  const dyMatrix = tf.reshape<tf.Rank.R2>(dy, [rows, channels]);
  const centred = tf.sub<tf.Tensor2D>(tf.reshape(x, [rows, channels]), mean);
  const meanDy = columnMeans(dyMatrix);
  const meanDyCentred = columnMeans(tf.mul(dyMatrix, centred));
  const scale = tf.mul<tf.Tensor1D>(gamma, reciprocal);
  const perCentred = tf.neg(tf.mul(tf.mul(scale, tf.square(reciprocal)), meanDyCentred));
  const direct = affine(dyMatrix, scale, tf.neg(tf.mul(scale, meanDy)));
  const dx = tf.reshape(tf.add(direct, tf.mul(centred, perCentred)), x.shape);
  return [dx, tf.mul(tf.mul(reciprocal, meanDyCentred), rows), tf.mul(meanDy, rows)];
}

function columnMeans(matrix: tf.Tensor2D): tf.Tensor1D {
  const [rows, channels] = matrix.shape;
  return tf.reshape(columnMean(tf.reshape(matrix, [1, rows, channels])), [channels]);
}

/** x * scale + offset for each column, in one pass: XNNPACK has it as a depthwise convolution of size 1. */
function affine(x: tf.Tensor2D, scale: tf.Tensor, offset: tf.Tensor): tf.Tensor {
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
