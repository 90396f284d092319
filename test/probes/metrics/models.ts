import * as tf from '@tensorflow/tfjs';

export const rows = 12;
export type Activation = 'softmax' | 'sigmoid' | 'linear' | 'softplus';
export const dense = (units: number, activation: Activation, seed = 3): tf.layers.Layer =>
  tf.layers.dense({
    units,
    activation,
    inputShape: [4],
    kernelInitializer: tf.initializers.glorotUniform({ seed }),
  });
export const single = (units: number, activation: Activation): tf.LayersModel =>
  tf.sequential({ layers: [dense(units, activation)] });
export const sequence = (positions: number, units: number): tf.LayersModel =>
  tf.sequential({
    layers: [
      dense(positions * units, 'linear'),
      tf.layers.reshape({ targetShape: [positions, units] }),
      tf.layers.activation({ activation: 'softmax' }),
    ],
  });

/** `digit` of three classes, `pair` of two labels, `size` of one number. */
export function threeOutputs(): tf.LayersModel {
  const input = tf.input({ shape: [4] });
  const named = (name: string, units: number, activation: Activation): tf.SymbolicTensor =>
    tf.layers
      .dense({ name, units, activation, kernelInitializer: tf.initializers.glorotUniform({ seed: units }) })
      .apply(input) as tf.SymbolicTensor;
  return tf.model({
    inputs: input,
    outputs: [named('digit', 3, 'softmax'), named('pair', 2, 'sigmoid'), named('size', 1, 'linear')],
  });
}

export const xs = (): tf.Tensor => tf.randomNormal([rows, 4], 0, 1, 'float32', 2);
export const bits = (shape: number[]): tf.Tensor =>
  tf.tidy(() => tf.randomUniform(shape, 0, 1, 'float32', 5).greater(0.5).toFloat());
export const reals = (shape: number[]): tf.Tensor => tf.randomUniform(shape, 1, 3, 'float32', 8);
export const classes = (shape: number[] = [rows, 1]): tf.Tensor =>
  tf.tidy(() => tf.floor(tf.randomUniform(shape, 0, 3, 'float32', 5)));
export const oneHot = (shape: number[] = [rows]): tf.Tensor =>
  tf.tidy(() => tf.oneHot(classes(shape).toInt(), 3).toFloat());
export const targetsOfThree = (): tf.Tensor[] => [oneHot(), bits([rows, 2]), reals([rows, 1])];

export const meanError = (t: tf.Tensor, p: tf.Tensor): tf.Tensor => t.sub(p).abs().mean(-1);
export function largestError(t: tf.Tensor, p: tf.Tensor): tf.Tensor {
  return t.sub(p).abs().max();
}
