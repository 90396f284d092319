import * as tf from '@tensorflow/tfjs';
import type { HeldData } from '../../src/input/Data';
import { HoldingLayer } from './HoldingLayer';

/** A kind of model with BatchNorm, and rows that fit it. Inputs are far from what BatchNorm starts with. */
export interface Kind {
  readonly build: (momentum: number) => tf.LayersModel;
  readonly data: (rows: number) => HeldData;
  readonly loss?: string | Readonly<Record<string, string>>;
  /** Paths of the BatchNorm layers. */
  readonly batchNorm: readonly string[];
  /** Of adam, with which it learns its rows in thirty epochs. Default: 0.003. */
  readonly learningRate?: number;
  /** Where rows belong to one batch size. */
  readonly batchSize?: number;
  /** How often a layer is called, and its statistics move, in one step. Default: 1. */
  readonly callsPerStep?: number;
}

const { layers } = tf;
type Symbolic = tf.SymbolicTensor;
const on = (layer: tf.layers.Layer, x: Symbolic | Symbolic[]): Symbolic => layer.apply(x) as Symbolic;
const bn = (momentum: number, name = 'bn'): tf.layers.Layer => layers.batchNormalization({ momentum, name });
const softmax = (name = 'classes'): tf.layers.Layer =>
  layers.dense({ units: 3, activation: 'softmax', name });

/** One-hot targets of three classes, and inputs whose mean depends on the class. */
export function classes(
  rows: number,
  inputShape: readonly number[],
  centre = 6,
): { xs: tf.Tensor; ys: tf.Tensor } {
  return tf.tidy(() => {
    const index = tf.tensor1d(
      Array.from({ length: rows }, (_, row) => row % 3),
      'int32',
    );
    const patterns = tf.randomNormal([3, ...inputShape], centre, 3, 'float32', 5);
    const noise = tf.randomNormal([rows, ...inputShape], 0, 0.5, 'float32', 6);
    return { xs: tf.add(tf.gather(patterns, index), noise), ys: tf.oneHot(index, 3).toFloat() };
  });
}

const vectors = (rows: number): HeldData => classes(rows, [4]);
const series = (rows: number): HeldData => classes(rows, [5, 4]);

function throughEach(inputShape: readonly number[], stack: readonly tf.layers.Layer[]): tf.LayersModel {
  const model = tf.sequential({ layers: [layers.inputLayer({ inputShape: [...inputShape] })] });
  for (const layer of stack) model.add(layer);
  return model;
}

function block(momentum: number, name: string, units = 4): tf.LayersModel {
  return tf.sequential({
    name,
    layers: [layers.dense({ units, inputShape: [4] }), bn(momentum), layers.reLU({})],
  });
}

export const kinds: Readonly<Record<string, Kind>> = {
  Sequential: {
    build: (m) => throughEach([4], [layers.dense({ units: 6 }), bn(m), layers.reLU({}), softmax()]),
    data: vectors,
    batchNorm: ['bn'],
  },
  'a nested model': {
    build: (m) => tf.sequential({ layers: [block(m, 'base'), softmax()] }),
    data: vectors,
    batchNorm: ['base/bn'],
  },
  'a nested model used twice': {
    build: (m) => {
      const base = block(m, 'base');
      const [left, right] = [tf.input({ shape: [4], name: 'left' }), tf.input({ shape: [4], name: 'right' })];
      const both = on(layers.concatenate(), [on(base, left), on(base, right)]);
      return tf.model({ inputs: [left, right], outputs: on(softmax(), both) });
    },
    data: (rows) => {
      const { xs, ys } = classes(rows, [4]);
      return { xs: [xs, tf.tidy(() => tf.reverse(xs, 1))], ys };
    },
    batchNorm: ['base/bn'],
    callsPerStep: 2,
  },
  'a shared BatchNorm': {
    build: (m) => {
      const shared = bn(m);
      const input = tf.input({ shape: [4] });
      const twice = on(shared, on(layers.dense({ units: 4 }), on(shared, input)));
      return tf.model({ inputs: input, outputs: on(softmax(), twice) });
    },
    data: vectors,
    batchNorm: ['bn'],
    callsPerStep: 2,
  },
  'BatchNorm in TimeDistributed': {
    build: (m) =>
      throughEach(
        [5, 4],
        [
          layers.timeDistributed({ layer: bn(m), name: 'each' }),
          layers.globalAveragePooling1d({}),
          softmax(),
        ],
      ),
    data: series,
    batchNorm: ['each/bn'],
    callsPerStep: 5,
  },
  'Bidirectional and BatchNorm over time': {
    build: (m) =>
      throughEach(
        [5, 4],
        [bn(m), layers.bidirectional({ layer: layers.gru({ units: 3 }), mergeMode: 'concat' }), softmax()],
      ),
    data: series,
    batchNorm: ['bn'],
  },
  'BatchNorm held by a layer of one’s own': {
    build: (m) => throughEach([4], [layers.dense({ units: 5 }), new HoldingLayer(m), softmax()]),
    data: vectors,
    batchNorm: ['held'],
  },
  'several inputs and outputs by name': {
    build: (m) => {
      const [left, right] = [tf.input({ shape: [4], name: 'left' }), tf.input({ shape: [2], name: 'right' })];
      const both = on(bn(m), on(layers.concatenate(), [left, right]));
      const sum = on(layers.dense({ units: 1, name: 'sum' }), both);
      return tf.model({ inputs: [left, right], outputs: [on(softmax('kind'), both), sum] });
    },
    data: (rows) => {
      const { xs, ys } = classes(rows, [4]);
      const right = tf.randomNormal([rows, 2], 30, 4, 'float32', 9);
      return {
        xs: { right, left: xs },
        ys: { kind: ys, sum: tf.tidy(() => tf.sub(tf.mean(xs, 1, true), 6)) },
      };
    },
    loss: { kind: 'categoricalCrossentropy', sum: 'meanSquaredError' },
    learningRate: 0.02,
    batchNorm: ['bn'],
  },
  'a stateful LSTM': {
    build: (m) =>
      tf.sequential({
        layers: [
          layers.batchNormalization({ momentum: m, name: 'bn', batchInputShape: [4, 5, 4] }),
          layers.lstm({ units: 3, stateful: true }),
          softmax(),
        ],
      }),
    data: series,
    batchNorm: ['bn'],
    batchSize: 4,
  },
  'an embedding with masking': {
    build: (m) =>
      throughEach(
        [5],
        [
          layers.embedding({ inputDim: 9, outputDim: 4, maskZero: true }),
          layers.lstm({ units: 4 }),
          bn(m),
          softmax(),
        ],
      ),
    data: (rows) => {
      // The first word tells the class; then come others, as many as the row is long.
      const word = (row: number, i: number): number =>
        i === 0 ? 1 + (row % 3) : 4 + ((7 * row + 5 * i) % 5);
      const words = Array.from({ length: rows }, (_, row) =>
        Array.from({ length: 5 }, (_, i) => (i > 1 + ((row * 5) % 4) ? 0 : word(row, i))),
      );
      return {
        xs: words,
        ys: Array.from({ length: rows }, (_, row) => [0, 1, 2].map((c) => Number(row % 3 === c))),
      };
    },
    batchNorm: ['bn'],
  },
  'an LSTM with dropout of its own': {
    build: (m) =>
      throughEach([5, 4], [bn(m), layers.lstm({ units: 4, dropout: 0.2, recurrentDropout: 0.2 }), softmax()]),
    data: series,
    batchNorm: ['bn'],
  },
  'rank 3, axis as a list': {
    build: (m) => {
      const norm = layers.batchNormalization({ momentum: m, name: 'bn' });
      Object.assign(norm, { axis: [2] });
      return throughEach(
        [5, 4],
        [layers.conv1d({ filters: 4, kernelSize: 3 }), norm, layers.flatten(), softmax()],
      );
    },
    data: series,
    batchNorm: ['bn'],
  },
  'dropout before and after': {
    build: (m) =>
      throughEach(
        [4],
        [
          layers.dense({ units: 8 }),
          layers.dropout({ rate: 0.2 }),
          bn(m),
          layers.dropout({ rate: 0.2 }),
          softmax(),
        ],
      ),
    data: vectors,
    batchNorm: ['bn'],
  },
};
