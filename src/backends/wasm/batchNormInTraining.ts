import * as tf from '@tensorflow/tfjs';
import type { BatchNormPasses } from './BatchNormPasses';
import { ownBatchNorm } from './own/batchNorm';
import { ownKernels } from './own/startOwnKernels';
import { recomposedBatchNorm } from './recomposedBatchNorm';
import type { WasmBackend } from './wasmInternals';

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
    const [input, weight, offset, save] = args as [tf.Tensor, tf.Tensor1D, tf.Tensor1D, GradSaver];
    const matrix = tf.reshape<tf.Rank.R2>(input, [rows, channels]);
    const passes = batchNormPasses();
    const { mean, variance } = passes.moments(matrix);
    const { reciprocal, scale } = passes.factors(variance, weight, epsilon);
    seen({ mean, variance });
    save([input, weight, mean, reciprocal]);
    const normalised = passes.normalised(matrix, mean, scale, offset);
    const value = tf.reshape(normalised, input.shape);
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
  const matrix = tf.reshape<tf.Rank.R2>(x, [rows, channels]);
  const passes = batchNormPasses();
  const means = passes.gradientMeans(matrix, dyMatrix, mean);
  const { scale, slope, dGamma, dBeta } = passes.gradientFactors({ ...means, gamma, reciprocal }, rows);
  const dx = passes.inputGradient(matrix, dyMatrix, { mean, meanDy: means.meanDy, scale, slope });
  return [tf.reshape(dx, x.shape), dGamma, dBeta];
}

function batchNormPasses(): BatchNormPasses {
  const backend = tf.backend() as unknown as WasmBackend;
  const kernels = ownKernels(backend);
  return kernels === undefined ? recomposedBatchNorm : ownBatchNorm(backend, kernels);
}
