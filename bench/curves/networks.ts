import * as tf from '@tensorflow/tfjs';
import { blobs } from '../../src/fixtures/blobs';
import { convWithBatchNorm } from '../../src/fixtures/convWithBatchNorm';
import { denseWithBatchNorm } from '../../src/fixtures/denseWithBatchNorm';
import { seededRandom } from '../../src/numeric/seededRandom';

export interface Network {
  readonly model: () => tf.LayersModel;
  readonly data: () => { readonly xs: tf.Tensor; readonly ys: tf.Tensor };
  readonly loss: string;
  readonly optimizer: () => tf.Optimizer;
  readonly batchSize: number;
  readonly epochs: number;
}

const { layers } = tf;

/** Noise around a stripe whose place is the class. */
function stripes(rows: number, side: number, classes: number): ReturnType<Network['data']> {
  const random = seededRandom(5);
  const values = Float32Array.from({ length: rows * side * side }, (_, at) => {
    const [row, column] = [Math.floor(at / (side * side)), at % side];
    return random() + (column % classes === row % classes ? 1 : 0);
  });
  const labels = Array.from({ length: rows }, (_, row) => row % classes);
  return {
    xs: tf.tensor(values, [rows, side, side, 1]),
    ys: tf.oneHot(tf.tensor1d(labels, 'int32'), classes).toFloat(),
  };
}

/** Words of which the class decides every third. */
function sentences(rows: number, length: number, words: number): ReturnType<Network['data']> {
  const random = seededRandom(6);
  const values = Array.from({ length: rows * length }, (_, at) => {
    const row = Math.floor(at / length);
    return at % 3 === 0 ? row % 2 : Math.floor(random() * words);
  });
  return {
    xs: tf.tensor2d(values, [rows, length]),
    ys: tf.tensor2d(Array.from({ length: rows }, (_, row) => [row % 2])),
  };
}

function separable(): tf.LayersModel {
  const input = tf.input({ shape: [16, 16, 1] });
  const normalised = (x: tf.SymbolicTensor): tf.SymbolicTensor =>
    layers
      .reLU({ maxValue: 6 })
      .apply(layers.batchNormalization({ momentum: 0.9 }).apply(x)) as tf.SymbolicTensor;
  let x = normalised(
    layers
      .conv2d({ filters: 8, kernelSize: 3, padding: 'same', useBias: false })
      .apply(input) as tf.SymbolicTensor,
  );
  for (const filters of [16, 16]) {
    const deep = normalised(
      layers
        .depthwiseConv2d({ kernelSize: 3, padding: 'same', useBias: false })
        .apply(x) as tf.SymbolicTensor,
    );
    x = normalised(
      layers.conv2d({ filters, kernelSize: 1, useBias: false }).apply(deep) as tf.SymbolicTensor,
    );
  }
  const pooled = layers.globalAveragePooling2d({}).apply(layers.maxPooling2d({ poolSize: 2 }).apply(x));
  const output = layers.dense({ units: 4, activation: 'softmax' }).apply(pooled) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs: output });
}

function residual(): tf.LayersModel {
  const input = tf.input({ shape: [16, 16, 1] });
  const convolved = (x: tf.SymbolicTensor): tf.SymbolicTensor =>
    layers
      .batchNormalization({ momentum: 0.9 })
      .apply(layers.conv2d({ filters: 12, kernelSize: 3, padding: 'same' }).apply(x)) as tf.SymbolicTensor;
  const relu = (x: tf.SymbolicTensor): tf.SymbolicTensor => layers.reLU().apply(x) as tf.SymbolicTensor;
  let x = relu(convolved(input));
  for (let block = 0; block < 2; block++)
    x = relu(layers.add().apply([x, convolved(relu(convolved(x)))]) as tf.SymbolicTensor);
  const pooled = layers.flatten().apply(layers.averagePooling2d({ poolSize: 4 }).apply(x));
  return tf.model({
    inputs: input,
    outputs: layers.dense({ units: 4, activation: 'softmax' }).apply(pooled) as tf.SymbolicTensor,
  });
}

const onStripes = {
  data: () => stripes(160, 16, 4),
  loss: 'categoricalCrossentropy',
  batchSize: 16,
  epochs: 20,
};

export const networks: Readonly<Record<string, Network>> = {
  'dense, BatchNorm': {
    model: () => denseWithBatchNorm({ features: 8, classes: 5, momentum: 0.9, seed: 7 }),
    data: () => blobs({ rows: 320, classes: 5, features: 8, standardDeviation: 4, seed: 7 }),
    loss: 'categoricalCrossentropy',
    optimizer: () => tf.train.adam(0.01),
    batchSize: 32,
    epochs: 20,
  },
  'convolutions, BatchNorm': {
    model: () => convWithBatchNorm({ inputShape: [16, 16, 1], classes: 4, momentum: 0.9, seed: 7 }),
    ...onStripes,
    optimizer: () => tf.train.momentum(0.05, 0.9),
  },
  'residual blocks': {
    model: residual,
    ...onStripes,
    optimizer: () => tf.train.sgd(0.05),
  },
  'depthwise convolutions, ReLU6': {
    model: separable,
    ...onStripes,
    optimizer: () => tf.train.adam(0.003),
  },
  'embedding, LSTM': {
    model: () =>
      tf.sequential({
        layers: [
          layers.embedding({ inputDim: 20, outputDim: 8, inputLength: 12 }),
          layers.lstm({ units: 16, recurrentInitializer: 'glorotUniform' }),
          layers.dense({ units: 1, activation: 'sigmoid' }),
        ],
      }),
    data: () => sentences(160, 12, 20),
    loss: 'binaryCrossentropy',
    optimizer: () => tf.train.rmsprop(0.01),
    batchSize: 16,
    epochs: 20,
  },
};
