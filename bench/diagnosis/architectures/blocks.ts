import * as tf from '@tensorflow/tfjs';
import type { Build } from './Architecture';

const { layers } = tf;

export type Layer = tf.layers.Layer;

export const norm = (momentum: number): Layer => layers.batchNormalization({ momentum });
export const relu = (): Layer => layers.reLU({});
export const conv = (filters: number): Layer => layers.conv2d({ filters, kernelSize: 3, padding: 'same' });
export const pooled = (): Layer => layers.maxPooling2d({ poolSize: 2 });

export const last = ({ classes, dropout, l2 }: Build): readonly Layer[] => [
  ...(dropout > 0 ? [layers.dropout({ rate: dropout })] : []),
  layers.dense({
    units: classes,
    activation: 'softmax',
    ...(l2 > 0 && { kernelRegularizer: tf.regularizers.l2({ l2 }) }),
  }),
];

export const sequence = (shape: readonly number[], stack: readonly Layer[]): tf.LayersModel =>
  tf.sequential({ layers: [layers.inputLayer({ inputShape: [...shape] }), ...stack] });
export const through = (x: tf.SymbolicTensor, ...stack: readonly Layer[]): tf.SymbolicTensor =>
  stack.reduce((tensor, layer) => layer.apply(tensor) as tf.SymbolicTensor, x);
