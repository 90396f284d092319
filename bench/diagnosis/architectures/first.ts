import * as tf from '@tensorflow/tfjs';
import type { Architecture } from './Architecture';
import { conv, last, norm, pooled, relu, sequence, through } from './blocks';

const { layers } = tf;

/** Looked at while the diagnosis was made: thresholds may have been set on them. */
export const first: Readonly<Record<string, Architecture>> = {
  dense: {
    form: 'flat',
    data: ['iris', 'mnist'],
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
    build: (build) =>
      sequence(build.shape, [layers.lstm({ units: 10 }), norm(build.momentum), ...last(build)]),
  },
  'convolution 1-D': {
    form: 'sequence',
    data: ['mnist'],
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
