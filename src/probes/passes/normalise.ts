import type { Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import type { Moments } from '../../numeric/Moments';
import type { BatchNormalization } from '../model/batchNormLayersOf';
import { channelAxis } from './channelAxis';

/**
 * `(x - mean) * gamma / sqrt(variance + epsilon) + beta`. The mean is taken off first: folded into one multiplication
 * and one addition, inputs far from zero would lose their digits.
 */
export function normalise(layer: BatchNormalization, x: Tensor, { mean, variance }: Moments): Tensor {
  return tf.tidy(() => {
    const axis = channelAxis(layer, x.rank);
    const shape = x.shape.map((size, i) => (i === axis ? size : 1));
    const scale = variance.map((value) => 1 / Math.sqrt(value + layer.epsilon));
    const along = (values: Float64Array): Tensor => tf.tensor(Float32Array.from(values), shape);
    const normalised = tf.mul(tf.sub(x, along(mean)), along(scale));
    const scaled =
      layer.gamma === undefined ? normalised : tf.mul(normalised, layer.gamma.read().reshape(shape));
    return layer.beta === undefined ? scaled : tf.add(scaled, layer.beta.read().reshape(shape));
  });
}
