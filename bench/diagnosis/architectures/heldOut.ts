import * as tf from '@tensorflow/tfjs';
import type { Architecture, Build } from './Architecture';
import { conv, last, type Layer, norm, pooled, relu, sequence, through } from './blocks';

const { layers } = tf;

const relu6 = (): Layer => layers.reLU({ maxValue: 6 });

/** Widens, filters each channel by itself, narrows again, and adds what came in. */
function invertedBottleneck(x: tf.SymbolicTensor, { momentum }: Build): tf.SymbolicTensor {
  const channels = x.shape.at(-1)!;
  const narrowed = through(
    x,
    layers.conv2d({ filters: 3 * channels, kernelSize: 1 }),
    norm(momentum),
    relu6(),
    layers.depthwiseConv2d({ kernelSize: 3, padding: 'same' }),
    norm(momentum),
    relu6(),
    layers.conv2d({ filters: channels, kernelSize: 1 }),
    norm(momentum),
  );
  return layers.add().apply([x, narrowed]) as tf.SymbolicTensor;
}

/** Puts new channels beside the ones that came in. */
function grown(x: tf.SymbolicTensor, { momentum }: Build): tf.SymbolicTensor {
  const more = through(x, norm(momentum), relu(), conv(4));
  return layers.concatenate().apply([x, more]) as tf.SymbolicTensor;
}

/** Nothing of the diagnosis was set on them, and none of their cases was looked at before the figures were printed. */
export const heldOut: Readonly<Record<string, Architecture>> = {
  bidirectional: {
    form: 'sequence',
    data: ['digits'],
    build: (build) =>
      sequence(build.shape, [
        layers.bidirectional({
          layer: layers.simpleRNN({ units: 10 }),
          mergeMode: 'concat',
        }),
        norm(build.momentum),
        layers.dense({ units: 12, activation: 'relu' }),
        ...last(build),
      ]),
  },
  'inputs normalised': {
    form: 'flat',
    data: ['wine'],
    build: (build) =>
      sequence(build.shape, [
        norm(build.momentum),
        layers.dense({ units: 24, activation: 'relu' }),
        layers.dense({ units: 16 }),
        norm(build.momentum),
        layers.activation({ activation: 'tanh' }),
        ...last(build),
      ]),
  },
  'inverted bottleneck': {
    form: 'picture',
    data: ['fashion'],
    build: (build) => {
      const input = tf.input({ shape: [...build.shape] });
      const stem = through(
        input,
        layers.conv2d({ filters: 6, kernelSize: 3, strides: 2, padding: 'same' }),
        norm(build.momentum),
        relu6(),
      );
      const outputs = through(
        invertedBottleneck(stem, build),
        layers.globalAveragePooling2d({}),
        ...last(build),
      );
      return tf.model({ inputs: input, outputs });
    },
  },
  'densely connected': {
    form: 'picture',
    data: ['digits'],
    build: (build) => {
      const input = tf.input({ shape: [...build.shape] });
      const stem = through(input, conv(6));
      const outputs = through(
        grown(grown(stem, build), build),
        norm(build.momentum),
        relu(),
        pooled(),
        layers.flatten(),
        ...last(build),
      );
      return tf.model({ inputs: input, outputs });
    },
  },
  'time distributed': {
    form: 'sequence',
    data: ['fashion'],
    build: (build) =>
      sequence(build.shape, [
        layers.timeDistributed({ layer: layers.dense({ units: 12 }) }),
        norm(build.momentum),
        relu(),
        layers.conv1d({ filters: 8, kernelSize: 5 }),
        norm(build.momentum),
        relu(),
        layers.flatten(),
        ...last(build),
      ]),
  },
  gated: {
    form: 'flat',
    data: ['breast cancer', 'digits'],
    build: (build) => {
      const input = tf.input({ shape: [...build.shape] });
      const open = through(
        input,
        layers.dense({ units: 20 }),
        norm(build.momentum),
        layers.activation({ activation: 'sigmoid' }),
      );
      const value = through(input, layers.dense({ units: 20 }), norm(build.momentum), relu());
      const passed = layers.multiply().apply([open, value]) as tf.SymbolicTensor;
      return tf.model({
        inputs: input,
        outputs: through(
          passed,
          layers.dense({ units: 16, activation: 'relu' }),
          norm(build.momentum),
          ...last(build),
        ),
      });
    },
  },
  'embedding, recurrent': {
    form: 'words',
    data: ['sentences'],
    build: (build) =>
      sequence(build.shape, [
        layers.embedding({ inputDim: 12, outputDim: 6, inputLength: 12 }),
        layers.simpleRNN({ units: 8, returnSequences: true }),
        norm(build.momentum),
        layers.globalMaxPooling1d({}),
        layers.dense({ units: 10 }),
        norm(build.momentum),
        relu(),
        ...last(build),
      ]),
  },
};
