import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { beforeAll, expect, test } from '@jest/globals';
import { installTrainingKernels } from '../../../src/backends/wasm/installTrainingKernels';

const { layers, initializers } = tf;

/** Everything of which training has a kernel of its own that predictions use as well. */
function network(): tf.LayersModel {
  let seed = 0;
  const kernelInitializer = (): ReturnType<typeof initializers.glorotUniform> =>
    initializers.glorotUniform({ seed: ++seed });
  const input = tf.input({ shape: [14, 14, 2] });
  const conv = (filters: number, strides = 1): tf.layers.Layer =>
    layers.conv2d({
      filters,
      kernelSize: 3,
      strides,
      padding: 'same',
      kernelInitializer: kernelInitializer(),
    });
  const norm = (): tf.layers.Layer =>
    layers.batchNormalization({
      gammaInitializer: initializers.randomUniform({ minval: 0.5, maxval: 2, seed: ++seed }),
      movingMeanInitializer: initializers.randomNormal({ seed: ++seed }),
    });
  const stem = layers.leakyReLU({}).apply(norm().apply(conv(8, 2).apply(input)));
  const inner = norm().apply(
    layers
      .separableConv2d({
        filters: 8,
        kernelSize: 3,
        padding: 'same',
        depthwiseInitializer: kernelInitializer(),
        pointwiseInitializer: kernelInitializer(),
      })
      .apply(stem),
  );
  const sum = layers.add().apply([stem, inner] as tf.SymbolicTensor[]);
  const up = layers
    .conv2dTranspose({
      filters: 4,
      kernelSize: 3,
      strides: 2,
      padding: 'same',
      kernelInitializer: kernelInitializer(),
    })
    .apply(sum);
  const pooled = layers.globalAveragePooling2d({}).apply(up);
  const dense = norm().apply(
    layers.dense({ units: 6, activation: 'relu', kernelInitializer: kernelInitializer() }).apply(pooled),
  );
  return tf.model({
    inputs: input,
    outputs: layers
      .dense({ units: 3, activation: 'softmax', kernelInitializer: kernelInitializer() })
      .apply(dense) as tf.SymbolicTensor,
  });
}

const bitsOf = (values: ArrayLike<number>): number[] =>
  Array.from(new Int32Array(Float32Array.from(values).buffer));

/** Functions of one tensor that go through a forward kernel that training replaces. */
const operations: Record<string, (x: tf.Tensor4D) => tf.Tensor> = {
  'sum over pixels': (x) => tf.sum(x, [0, 1, 2]),
  'mean over pixels': (x) => tf.mean(x, [1, 2]),
  moments: (x) => tf.moments(x, [0, 1, 2]).variance,
  'product with a transpose': (x) => tf.matMul(tf.reshape(x, [-1, 14]), tf.reshape(x, [-1, 14]), false, true),
  convolution: (x) => tf.conv2d(x, tf.ones<tf.Rank.R4>([3, 3, 2, 3]), 1, 'same'),
  'convolution with a bias': (x) =>
    tf.fused.conv2d({
      x,
      filter: tf.ones<tf.Rank.R4>([3, 3, 2, 3]),
      strides: 2,
      pad: 'same',
      bias: tf.ones([3]),
    }),
  'product with a bias': (x) =>
    tf.fused.matMul({ a: tf.reshape(x, [-1, 14]), b: tf.ones([14, 5]), bias: tf.ones([5]) }),
  'products of a batch': (x) => tf.matMul(tf.transpose(x, [0, 3, 1, 2]), tf.ones([14, 9])),
  'transposed convolution': (x) => tf.conv2dTranspose(x, tf.ones([3, 3, 5, 2]), [4, 28, 28, 5], 2, 'same'),
  'convolution with gaps': (x) => tf.conv2d(x, tf.ones<tf.Rank.R4>([2, 2, 2, 3]), 4, 'same'),
  'identity and cast': (x) => tf.cast(tf.clone(x), 'float32'),
};

let images: tf.Tensor4D;

beforeAll(async () => {
  await tf.setBackend('wasm');
  images = tf.randomNormal([4, 14, 14, 2], 0, 1, 'float32', 11);
});

test('predictions, evaluations and operations are the shipped ones to the bit, also between and after training steps', async () => {
  const model = network();
  const labels = tf.tensor2d([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [1, 0, 0],
  ]);
  const observe = (): number[][] => [
    bitsOf(tf.tidy(() => (model.predict(images) as tf.Tensor).dataSync())),
    bitsOf(tf.tidy(() => (model.apply(images) as tf.Tensor).dataSync())),
    ...Object.values(operations).map((operation) => bitsOf(tf.tidy(() => operation(images).dataSync()))),
  ];
  const shipped = observe();
  installTrainingKernels();
  expect(observe()).toEqual(shipped);

  const weights = model.getWeights().map((weight) => weight.clone());
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  await model.fit(images, labels, { epochs: 3, verbose: 0 });
  expect(observe()[0]).not.toEqual(shipped[0]);
  model.setWeights(weights);
  expect(observe()).toEqual(shipped);
});

test('a gradient that throws does not leave the training kernels on', () => {
  installTrainingKernels();
  const before = tf.memory().numTensors;
  const sum = (): number[] => bitsOf(tf.tidy(() => tf.sum(images, [0, 1, 2]).dataSync()));
  const shipped = sum();
  const failing = (x: tf.Tensor): tf.Tensor => {
    tf.sum(x, [0, 1, 2]);
    throw new Error('in the middle');
  };
  expect(() => tf.grad(failing)(images)).toThrow('in the middle');
  expect(sum()).toEqual(shipped);
  expect(tf.memory().numTensors).toBe(before);
});

test('installing twice is installing once', () => {
  installTrainingKernels();
  const kernel = tf.getKernel('Sum', 'wasm');
  const { gradients } = tf.engine();
  installTrainingKernels();
  expect(tf.getKernel('Sum', 'wasm')).toBe(kernel);
  expect(tf.engine().gradients).toBe(gradients);
});

test('another engine is refused, by name', async () => {
  await tf.setBackend('cpu');
  expect(() => installTrainingKernels()).toThrow(
    "installTrainingKernels() needs the running wasm backend, not 'cpu'",
  );
  await tf.setBackend('wasm');
});
