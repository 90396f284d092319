import type * as tf from '@tensorflow/tfjs';

/** The passes over the activations that BatchNorm in training consists of; x and dy are [rows, channels], all else [channels]. */
export interface BatchNormPasses {
  /** The mean, and from it in a second pass the variance: E[x²] - mean² loses every digit for inputs far from zero. */
  moments(x: tf.Tensor2D): { readonly mean: tf.Tensor1D; readonly variance: tf.Tensor1D };
  /** reciprocal = 1 / sqrt(variance + epsilon), scale = gamma reciprocal */
  factors(
    variance: tf.Tensor1D,
    gamma: tf.Tensor1D,
    epsilon: number,
  ): { readonly reciprocal: tf.Tensor1D; readonly scale: tf.Tensor1D };
  /** (x - mean) scale + offset */
  normalised(x: tf.Tensor2D, mean: tf.Tensor1D, scale: tf.Tensor1D, offset: tf.Tensor1D): tf.Tensor2D;
  /** The means of dy and of dy (x - mean). */
  gradientMeans(x: tf.Tensor2D, dy: tf.Tensor2D, mean: tf.Tensor1D): GradientMeans;
  /** scale = gamma r, slope = -scale r² meanDyCentred, dGamma = r meanDyCentred rows, dBeta = meanDy rows; r is the reciprocal. */
  gradientFactors(of: GradientMeans & Factors, rows: number): GradientFactors;
  /** (dy - meanDy) scale + (x - mean) slope */
  inputGradient(x: tf.Tensor2D, dy: tf.Tensor2D, per: PerChannel): tf.Tensor2D;
}

export interface GradientMeans {
  readonly meanDy: tf.Tensor1D;
  readonly meanDyCentred: tf.Tensor1D;
}

export interface Factors {
  readonly gamma: tf.Tensor1D;
  readonly reciprocal: tf.Tensor1D;
}

export interface GradientFactors {
  readonly scale: tf.Tensor1D;
  readonly slope: tf.Tensor1D;
  readonly dGamma: tf.Tensor1D;
  readonly dBeta: tf.Tensor1D;
}

export interface PerChannel {
  readonly mean: tf.Tensor1D;
  readonly meanDy: tf.Tensor1D;
  readonly scale: tf.Tensor1D;
  readonly slope: tf.Tensor1D;
}
