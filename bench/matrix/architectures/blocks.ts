import * as tf from '@tensorflow/tfjs';

const { layers } = tf;
type Layer = tf.layers.Layer;

export const dense = (units: number): Layer => layers.dense({ units });
export const norm = (momentum: number): Layer => layers.batchNormalization({ momentum });
export const relu = (): Layer => layers.reLU({});
export const dropout = (rate: number): Layer => layers.dropout({ rate });
export const conv = (filters: number): Layer => layers.conv2d({ filters, kernelSize: 3, padding: 'same' });
export const averaged = (): Layer => layers.globalAveragePooling2d({ dataFormat: 'channelsLast' });
export const classes = (name?: string): Layer =>
  layers.dense({ units: 3, activation: 'softmax', ...(name === undefined ? {} : { name }) });

/** A tensor sent through layers, one after the other. */
export function through(x: tf.SymbolicTensor, ...stack: readonly Layer[]): tf.SymbolicTensor {
  return stack.reduce((tensor, layer) => layer.apply(tensor) as tf.SymbolicTensor, x);
}

/** A Sequential of layers whose first one is not told its input shape. */
export function sequence(shape: readonly number[], ...stack: readonly Layer[]): tf.Sequential {
  return tf.sequential({ layers: [layers.inputLayer({ inputShape: [...shape] }), ...stack] });
}
