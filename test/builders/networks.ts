import * as tf from '@tensorflow/tfjs';
import { train } from '../../src/training/train';
import type { TrainedModel } from '../../src/training/TrainedModel';
import type { TrainOptions } from '../../src/training/TrainOptions';

export interface Rows {
  readonly xs: tf.Tensor;
  readonly ys: tf.Tensor;
}

export interface Network {
  readonly inputShape: readonly number[];
  readonly build: (momentum: number) => tf.LayersModel;
}

const { layers } = tf;
const norm = (momentum: number, name?: string): tf.layers.Layer =>
  layers.batchNormalization({ momentum, ...(name === undefined ? {} : { name }) });
const softmax = (): tf.layers.Layer => layers.dense({ units: 3, activation: 'softmax', name: 'predictions' });
const pool = (): tf.layers.Layer => layers.globalAveragePooling2d({ dataFormat: 'channelsLast' });

/** Small classifiers of three classes, one of each kind that behaves differently. */
export const networks: Readonly<Record<string, Network>> = {
  dense: {
    inputShape: [4],
    build: (momentum) =>
      tf.sequential({
        layers: [
          layers.dense({ units: 12, inputShape: [4], name: 'dense_1' }),
          norm(momentum, 'bn_1'),
          layers.reLU({}),
          layers.dense({ units: 12, name: 'dense_2' }),
          norm(momentum, 'bn_2'),
          layers.reLU({}),
          softmax(),
        ],
      }),
  },
  'convolution, leaky ReLU, max-pooling': {
    inputShape: [8, 8, 2],
    build: (momentum) =>
      tf.sequential({
        layers: [
          layers.conv2d({ filters: 6, kernelSize: 3, padding: 'same', inputShape: [8, 8, 2] }),
          norm(momentum),
          layers.leakyReLU({ alpha: 0.3 }),
          layers.maxPooling2d({ poolSize: 2 }),
          layers.conv2d({ filters: 8, kernelSize: 3, padding: 'same' }),
          norm(momentum),
          layers.leakyReLU({ alpha: 0.3 }),
          layers.maxPooling2d({ poolSize: 2 }),
          layers.flatten(),
          softmax(),
        ],
      }),
  },
  residual: {
    inputShape: [8, 8, 2],
    build: (momentum) => {
      const input = tf.input({ shape: [8, 8, 2] });
      const conv = (): tf.layers.Layer => layers.conv2d({ filters: 6, kernelSize: 3, padding: 'same' });
      const stem = through(input, [conv(), norm(momentum), layers.reLU({})]);
      const branch = through(stem, [conv(), norm(momentum), layers.reLU({}), conv(), norm(momentum)]);
      const sum = layers.add().apply([stem, branch]) as tf.SymbolicTensor;
      return tf.model({ inputs: input, outputs: through(sum, [layers.reLU({}), pool(), softmax()]) });
    },
  },
  'separable convolution': {
    inputShape: [8, 8, 2],
    build: (momentum) =>
      tf.sequential({
        layers: [
          layers.separableConv2d({ filters: 8, kernelSize: 3, padding: 'same', inputShape: [8, 8, 2] }),
          norm(momentum),
          layers.activation({ activation: 'elu' }),
          layers.separableConv2d({ filters: 8, kernelSize: 3, padding: 'same', strides: 2 }),
          norm(momentum),
          layers.reLU({}),
          pool(),
          softmax(),
        ],
      }),
  },
};

function through(x: tf.SymbolicTensor, stack: readonly tf.layers.Layer[]): tf.SymbolicTensor {
  return stack.reduce((tensor, layer) => layer.apply(tensor) as tf.SymbolicTensor, x);
}

export interface ClassesOptions {
  readonly rows?: number;
  /** Where the numbers are centred. */
  readonly centre?: number;
  readonly spread?: number;
  readonly seed?: number;
}

/**
 * Rows of three classes that can be learned: each class has a pattern of its own, noise on top. They are the caller's to
 * dispose.
 */
export function threeClasses(
  inputShape: readonly number[],
  { rows = 48, centre = 6, spread = 3, seed = 17 }: ClassesOptions = {},
): Rows {
  return tf.tidy(() => {
    const classOfRow = tf.tensor1d(
      Array.from({ length: rows }, (_, row) => row % 3),
      'int32',
    );
    const patterns = tf.randomNormal([3, ...inputShape], 0, 1, 'float32', seed);
    const noise = tf.randomNormal([rows, ...inputShape], 0, 0.3, 'float32', seed + 1);
    const xs = tf.add(tf.mul(tf.add(tf.gather(patterns, classOfRow), noise), spread), centre);
    return { xs, ys: tf.oneHot(classOfRow, 3).toFloat() };
  });
}

/** Trains a network of `networks` on three classes. */
export function trainedNetwork(
  network: Network,
  rows: Rows,
  { momentum = 0.99, ...options }: TrainOptions & { readonly momentum?: number } = {},
): Promise<TrainedModel> {
  return train(() => network.build(momentum), rows, {
    epochs: 8,
    batchSize: 16,
    optimizer: tf.train.adam(0.01),
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
    seed: 7,
    ...options,
  });
}

/** Few updates at a high momentum: its moving statistics are still near their start values. */
export function trappedModel(
  rows: Rows,
  { momentum = 0.99, updates = 24 }: { momentum?: number; updates?: number } = {},
): Promise<TrainedModel> {
  return trainedNetwork(networks['dense']!, rows, {
    momentum,
    batchSize: rows.xs.shape[0],
    epochs: updates,
    optimizer: tf.train.adam(0.03),
  });
}
