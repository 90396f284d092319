import * as tf from '@tensorflow/tfjs';
import type { Form } from './dataSets';

const { layers } = tf;

/** Weights are drawn by `Math.random`, which the training seeds. */
export interface Build {
  readonly shape: readonly number[];
  readonly classes: number;
  readonly momentum: number;
  /** Rate before the last layer. */
  readonly dropout: number;
  /** Of the last layer's kernel. */
  readonly l2: number;
}

export interface Architecture {
  readonly form: Form;
  readonly data: readonly string[];
  /** Whether thresholds may have been set on it. */
  readonly calibration: boolean;
  readonly build: (build: Build) => tf.LayersModel;
}

type Layer = tf.layers.Layer;
const norm = (momentum: number): Layer => layers.batchNormalization({ momentum });
const relu = (): Layer => layers.reLU({});
const last = ({ classes, dropout, l2 }: Build): readonly Layer[] => [
  ...(dropout > 0 ? [layers.dropout({ rate: dropout })] : []),
  layers.dense({
    units: classes,
    activation: 'softmax',
    ...(l2 > 0 && { kernelRegularizer: tf.regularizers.l2({ l2 }) }),
  }),
];
const conv = (filters: number): Layer => layers.conv2d({ filters, kernelSize: 3, padding: 'same' });
const pooled = (): Layer => layers.maxPooling2d({ poolSize: 2 });

const sequence = (shape: readonly number[], stack: readonly Layer[]): tf.LayersModel =>
  tf.sequential({ layers: [layers.inputLayer({ inputShape: [...shape] }), ...stack] });
const through = (x: tf.SymbolicTensor, ...stack: readonly Layer[]): tf.SymbolicTensor =>
  stack.reduce((tensor, layer) => layer.apply(tensor) as tf.SymbolicTensor, x);

export const architectures: Readonly<Record<string, Architecture>> = {
  dense: {
    form: 'flat',
    data: ['iris', 'mnist'],
    calibration: true,
    build: (build) =>
      sequence(build.shape, [
        layers.dense({ units: 16 }),
        norm(build.momentum),
        relu(),
        layers.dense({ units: 16, activation: 'tanh' }),
        layers.dense({ units: 16, activation: 'tanh' }),
        ...last(build),
      ]),
  },
  convolution: {
    form: 'picture',
    data: ['mnist'],
    calibration: true,
    build: (build) =>
      sequence(build.shape, [
        conv(6),
        norm(build.momentum),
        relu(),
        pooled(),
        conv(8),
        norm(build.momentum),
        relu(),
        pooled(),
        layers.flatten(),
        ...last(build),
      ]),
  },
  recurrent: {
    form: 'sequence',
    data: ['mnist'],
    calibration: true,
    build: (build) =>
      sequence(build.shape, [layers.lstm({ units: 10 }), norm(build.momentum), ...last(build)]),
  },
  'convolution 1-D': {
    form: 'sequence',
    data: ['mnist'],
    calibration: false,
    build: (build) =>
      sequence(build.shape, [
        layers.conv1d({ filters: 8, kernelSize: 3, activation: 'relu' }),
        norm(build.momentum),
        layers.conv1d({ filters: 8, kernelSize: 3, activation: 'relu' }),
        norm(build.momentum),
        layers.flatten(),
        ...last(build),
      ]),
  },
  residual: {
    form: 'picture',
    data: ['mnist'],
    calibration: false,
    build: (build) => {
      const input = tf.input({ shape: [...build.shape] });
      const stem = through(input, conv(6), norm(build.momentum), relu(), pooled());
      const branch = through(stem, conv(6), norm(build.momentum), relu(), conv(6), norm(build.momentum));
      const sum = through(
        layers.add().apply([stem, branch]) as tf.SymbolicTensor,
        relu(),
        layers.flatten(),
        ...last(build),
      );
      return tf.model({ inputs: input, outputs: sum });
    },
  },
  separable: {
    form: 'picture',
    data: ['mnist'],
    calibration: false,
    build: (build) =>
      sequence(build.shape, [
        layers.separableConv2d({ filters: 8, kernelSize: 3, padding: 'same' }),
        norm(build.momentum),
        layers.activation({ activation: 'elu' }),
        layers.depthwiseConv2d({ kernelSize: 3, padding: 'same', strides: 2 }),
        norm(build.momentum),
        relu(),
        layers.flatten(),
        ...last(build),
      ]),
  },
  embedding: {
    form: 'words',
    data: ['sentences'],
    calibration: false,
    build: (build) =>
      sequence(build.shape, [
        layers.embedding({ inputDim: 12, outputDim: 6, inputLength: 12 }),
        layers.flatten(),
        layers.dense({ units: 12 }),
        norm(build.momentum),
        relu(),
        ...last(build),
      ]),
  },
  nested: {
    form: 'flat',
    data: ['iris', 'mnist'],
    calibration: false,
    build: (build) => {
      const base = sequence(build.shape, [
        layers.dense({ units: 16, activation: 'relu' }),
        norm(build.momentum),
      ]);
      return sequence(build.shape, [
        base,
        layers.dense({ units: 16 }),
        norm(build.momentum),
        relu(),
        ...last(build),
      ]);
    },
  },
};
