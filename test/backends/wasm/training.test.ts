import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { centralDifference } from '../reference/centralDifference';
import { batchNorm } from '../reference/batchNorm';
import { mapVolume, randomVolume, zeros, type Volume } from '../reference/Volume';
import { avgPooling, convolution, depthwiseConvolution, maxPooling, type Window } from '../reference/windows';
import { tensorOf } from './gradients';
import { wasmWithTrainingKernels } from './wasmWithTrainingKernels';

beforeAll(wasmWithTrainingKernels);

const { layers } = tf;
const classes = 3;
const rows = 6;
const labels = [0, 1, 2, 2, 0, 1];

type Weights = Readonly<Record<string, Volume>>;

const window = (kernel: number, stride = 1): Window => ({
  kernel: [1, kernel, kernel],
  stride: [1, stride, stride],
  dilation: [1, 1, 1],
  pad: 'same',
});
const as5d = (v: Volume): Volume => ({ values: v.values, shape: [1, ...v.shape] });
const weightOf = (weights: Weights, name: string): Volume => weights[name] ?? zeros([0]);

/** The layers in float64, reading their weights by the names that tfjs gives them. */
const float64 = {
  conv: (x: Volume, w: Weights, name: string, stride = 1): Volume => {
    const kernel = weightOf(w, `${name}/kernel`);
    return withBias(
      convolution(x, as5d(kernel), window(kernel.shape[0] as number, stride)),
      weightOf(w, `${name}/bias`),
    );
  },
  separable: (x: Volume, w: Weights, name: string): Volume =>
    withBias(
      convolution(
        depthwiseConvolution(x, as5d(weightOf(w, `${name}/depthwise_kernel`)), window(3)),
        as5d(weightOf(w, `${name}/pointwise_kernel`)),
        window(1),
      ),
      weightOf(w, `${name}/bias`),
    ),
  norm: (x: Volume, w: Weights, name: string): Volume =>
    batchNorm(x, weightOf(w, `${name}/gamma`), weightOf(w, `${name}/beta`), 1e-3),
  relu: (x: Volume, slope = 0): Volume => mapVolume(x, (value) => (value > 0 ? value : slope * value)),
  add: (a: Volume, b: Volume): Volume => ({
    shape: a.shape,
    values: a.values.map((value, at) => value + (b.values[at] as number)),
  }),
  averages: (x: Volume): Volume => {
    const channels = x.shape[4] as number;
    const pixels = x.values.length / rows / channels;
    const means = zeros([rows, channels]);
    x.values.forEach(
      (value, at) =>
        (means.values[Math.floor(at / channels / pixels) * channels + (at % channels)]! += value / pixels),
    );
    return means;
  },
  dense: (x: Volume, w: Weights, name: string): Volume => {
    const kernel = weightOf(w, `${name}/kernel`);
    const inputs = kernel.shape[0] as number;
    const flat: Volume = { values: x.values, shape: [x.values.length / inputs, 1, 1, 1, inputs] };
    return withBias(
      convolution(flat, { values: kernel.values, shape: [1, 1, 1, ...kernel.shape] }, window(1)),
      weightOf(w, `${name}/bias`),
    );
  },
  crossEntropy: ({ values }: Volume): number =>
    labels.reduce((loss, label, row) => {
      const scores = values.slice(row * classes, (row + 1) * classes);
      return (
        loss +
        (Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0)) - (scores[label] as number)) / rows
      );
    }, 0),
};

function withBias(x: Volume, bias: Volume): Volume {
  return {
    shape: x.shape,
    values: x.values.map((value, at) => value + (bias.values[at % bias.values.length] as number)),
  };
}

interface Network {
  readonly name: string;
  readonly inputShape: readonly number[];
  readonly build: () => tf.LayersModel;
  /** The scores before the softmax. */
  readonly scores: (x: Volume, weights: Weights) => Volume;
}

const image = [6, 7, 2];
const dense = (): tf.layers.Layer => layers.dense({ name: 'dense', units: classes, activation: 'softmax' });

const networks: readonly Network[] = [
  {
    name: 'strided convolution, BatchNorm, leaky ReLU, max pooling, dense',
    inputShape: image,
    build: () =>
      tf.sequential({
        layers: [
          layers.conv2d({
            name: 'conv',
            filters: 4,
            kernelSize: 3,
            strides: 2,
            padding: 'same',
            inputShape: image,
          }),
          layers.batchNormalization({ name: 'norm' }),
          layers.leakyReLU({ alpha: 0.3 }),
          layers.maxPooling2d({ poolSize: 2, padding: 'same' }),
          layers.flatten(),
          dense(),
        ],
      }),
    scores: (x, w) =>
      float64.dense(
        maxPooling(float64.relu(float64.norm(float64.conv(x, w, 'conv', 2), w, 'norm'), 0.3), window(2, 2)),
        w,
        'dense',
      ),
  },
  {
    name: 'a residual block, global average pooling',
    inputShape: image,
    build: () => {
      const input = tf.input({ shape: image });
      const stem = layers
        .reLU()
        .apply(
          layers
            .batchNormalization({ name: 'norm1' })
            .apply(layers.conv2d({ name: 'conv1', filters: 4, kernelSize: 3, padding: 'same' }).apply(input)),
        );
      const block = layers
        .batchNormalization({ name: 'norm2' })
        .apply(layers.conv2d({ name: 'conv2', filters: 4, kernelSize: 1, padding: 'same' }).apply(stem));
      const sum = layers.reLU().apply(layers.add().apply([stem, block] as tf.SymbolicTensor[]));
      return tf.model({
        inputs: input,
        outputs: dense().apply(layers.globalAveragePooling2d({}).apply(sum)) as tf.SymbolicTensor,
      });
    },
    scores: (x, w) => {
      const stem = float64.relu(float64.norm(float64.conv(x, w, 'conv1'), w, 'norm1'));
      const block = float64.norm(float64.conv(stem, w, 'conv2'), w, 'norm2');
      return float64.dense(float64.averages(float64.relu(float64.add(stem, block))), w, 'dense');
    },
  },
  {
    name: 'separable convolution, BatchNorm, average pooling over the edge',
    inputShape: image,
    build: () =>
      tf.sequential({
        layers: [
          layers.separableConv2d({
            name: 'sep',
            filters: 5,
            kernelSize: 3,
            padding: 'same',
            depthMultiplier: 2,
            inputShape: image,
          }),
          layers.batchNormalization({ name: 'norm' }),
          layers.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
          layers.leakyReLU({ alpha: 0.3 }),
          layers.flatten(),
          dense(),
        ],
      }),
    scores: (x, w) =>
      float64.dense(
        float64.relu(avgPooling(float64.norm(float64.separable(x, w, 'sep'), w, 'norm'), window(3, 2)), 0.3),
        w,
        'dense',
      ),
  },
];

const inputOf = ({ inputShape }: Network): Volume =>
  randomVolume([rows, 1, ...inputShape], 21, { centre: 0.5 });
const asTensors = (network: Network): { xs: tf.Tensor; ys: tf.Tensor } => ({
  xs: tensorOf(inputOf(network), [rows, ...network.inputShape]),
  ys: tf.tidy(() => tf.oneHot(tf.tensor1d(labels, 'int32'), classes).toFloat()),
});

/** The network with the same weights every time, away from the kinks of its activations. */
function built(network: Network): tf.LayersModel {
  const model = network.build();
  let seed = 40;
  for (const weight of model.trainableWeights) {
    const isScale = weight.name.includes('gamma');
    const value = tensorOf(
      randomVolume(weight.shape as number[], seed++, isScale ? { centre: 1, spread: 0.4 } : { spread: 0.6 }),
    );
    weight.write(value);
    value.dispose();
  }
  return model;
}

const weightsOf = (model: tf.LayersModel): Weights =>
  Object.fromEntries(
    // tfjs numbers a name that it has met before.
    model.trainableWeights.map((weight) => [
      weight.originalName,
      { shape: weight.shape as number[], values: Float64Array.from(weight.read().dataSync()) },
    ]),
  );

describe.each(networks)('$name', (network) => {
  test('one step of gradient descent goes down the float64 gradient of the loss', async () => {
    const model = built(network);
    const before = weightsOf(model);
    // A rate of 1: what a weight loses is its gradient.
    model.compile({ optimizer: tf.train.sgd(1), loss: 'categoricalCrossentropy' });
    const { xs, ys } = asTensors(network);
    await model.trainOnBatch(xs, ys);
    const after = weightsOf(model);
    const x = inputOf(network);
    const references = Object.entries(before).map(
      ([name, at]) =>
        [
          name,
          centralDifference(
            (moved) => float64.crossEntropy(network.scores(x, { ...before, [name]: moved })),
            at,
            1e-6,
          ),
        ] as const,
    );
    const largest = Math.max(...references.flatMap(([, { values }]) => Array.from(values, Math.abs)));
    for (const [name, { values }] of references) {
      const errors = values.map((value, at) =>
        Math.abs((before[name]?.values[at] ?? NaN) - (after[name]?.values[at] ?? NaN) - value),
      );
      // Weights around 1 hold a difference to 1e-7; BatchNorm over 72 values amplifies the rounding of what comes in.
      expect(Math.max(...errors) / largest).toBeLessThan(2e-5);
    }
    tf.dispose([xs, ys]);
    model.dispose();
  });

  test('trains to certainty, twice to the same bits, and leaves no tensor behind', async () => {
    const losses: number[][] = [];
    const bits: number[][] = [];
    for (let run = 0; run < 2; run++) {
      const model = built(network);
      model.compile({
        optimizer: tf.train.adam(0.02),
        loss: 'categoricalCrossentropy',
        metrics: ['accuracy'],
      });
      const { xs, ys } = asTensors(network);
      await model.fit(xs, ys, { epochs: 1, shuffle: false, verbose: 0 });
      const { numTensors, numDataBuffers } = tf.memory();
      const { history } = await model.fit(xs, ys, {
        epochs: 60,
        batchSize: rows,
        shuffle: false,
        verbose: 0,
      });
      expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
      losses.push(history['loss'] as number[]);
      bits.push(
        model
          .getWeights()
          .flatMap((weight) => Array.from(new Int32Array(weight.dataSync().buffer as ArrayBuffer))),
      );
      tf.dispose([xs, ys]);
      model.dispose();
    }
    expect(losses[0]?.at(-1)).toBeLessThan(0.1);
    expect(bits[1]).toEqual(bits[0]);
  });
});

test('an embedding trains', async () => {
  const model = tf.sequential({
    layers: [
      layers.embedding({ inputDim: 5, outputDim: 4, inputLength: 3 }),
      layers.conv1d({ filters: 4, kernelSize: 2, padding: 'same' }),
      layers.flatten(),
      dense(),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.05), loss: 'categoricalCrossentropy' });
  const xs = tf.tensor2d([
    [0, 1, 2],
    [1, 2, 3],
    [2, 3, 4],
    [4, 3, 2],
    [3, 2, 1],
    [2, 1, 0],
  ]);
  const ys = tf.oneHot(tf.tensor1d(labels, 'int32'), classes);
  const { history } = await model.fit(xs, ys, { epochs: 80, verbose: 0 });
  expect(history['loss']?.at(-1)).toBeLessThan(0.1);
});
