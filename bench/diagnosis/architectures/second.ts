import * as tf from '@tensorflow/tfjs';
import type { Architecture } from './Architecture';
import { conv, last, norm, pooled, relu, sequence, through } from './blocks';

const { layers } = tf;

/** Held out when the figures of the second version were printed, and looked at since. */
export const second: Readonly<Record<string, Architecture>> = {
  deep: {
    form: 'flat',
    data: ['wine', 'breast cancer'],
    build: (build) =>
      sequence(build.shape, [
        ...[24, 24, 24].flatMap((units) => [layers.dense({ units }), norm(build.momentum), relu()]),
        ...last(build),
      ]),
  },
  shared: {
    form: 'flat',
    data: ['breast cancer'],
    build: (build) => {
      const input = tf.input({ shape: [...build.shape] });
      const once = [layers.dense({ units: build.shape[0]! }), norm(build.momentum), relu()];
      const twice = through(through(input, ...once), ...once);
      return tf.model({ inputs: input, outputs: through(twice, ...last(build)) });
    },
  },
  'after activation': {
    form: 'picture',
    data: ['fashion'],
    build: (build) =>
      sequence(build.shape, [
        layers.conv2d({ filters: 8, kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' }),
        norm(build.momentum),
        layers.conv2d({ filters: 12, kernelSize: 3, padding: 'same', activation: 'relu' }),
        norm(build.momentum),
        layers.globalAveragePooling2d({}),
        ...last(build),
      ]),
  },
  branches: {
    form: 'picture',
    data: ['fashion'],
    build: (build) => {
      const input = tf.input({ shape: [...build.shape] });
      const stem = through(input, conv(4), norm(build.momentum), relu(), pooled());
      const wide = through(
        stem,
        layers.conv2d({ filters: 6, kernelSize: 5, padding: 'same' }),
        norm(build.momentum),
      );
      const narrow = through(stem, layers.conv2d({ filters: 6, kernelSize: 1 }), norm(build.momentum));
      const joined = layers.concatenate().apply([wide, narrow]) as tf.SymbolicTensor;
      return tf.model({
        inputs: input,
        outputs: through(joined, relu(), pooled(), layers.flatten(), ...last(build)),
      });
    },
  },
  strided: {
    form: 'sequence',
    data: ['fashion'],
    build: (build) =>
      sequence(build.shape, [
        layers.conv1d({ filters: 10, kernelSize: 3, strides: 2, padding: 'same' }),
        norm(build.momentum),
        layers.activation({ activation: 'tanh' }),
        layers.conv1d({ filters: 10, kernelSize: 3, padding: 'same' }),
        norm(build.momentum),
        relu(),
        layers.globalMaxPooling1d({}),
        ...last(build),
      ]),
  },
  'embedding, averaged': {
    form: 'words',
    data: ['sentences'],
    build: (build) =>
      sequence(build.shape, [
        layers.embedding({ inputDim: 12, outputDim: 8, inputLength: 12 }),
        layers.conv1d({ filters: 10, kernelSize: 3, padding: 'same', activation: 'relu' }),
        norm(build.momentum),
        layers.globalAveragePooling1d({}),
        layers.dense({ units: 10 }),
        norm(build.momentum),
        relu(),
        ...last(build),
      ]),
  },
};
