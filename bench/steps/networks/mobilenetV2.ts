import * as tf from '@tensorflow/tfjs';

/** Expanded by six, into so many channels, so many blocks, the first of them with this stride. */
const stages: readonly (readonly [channels: number, blocks: number, stride: number])[] = [
  [24, 2, 2],
  [32, 3, 2],
  [64, 4, 2],
  [96, 3, 1],
  [160, 3, 2],
  [320, 1, 1],
];

/**
 * Keras' `MobileNetV2(weights=None)`, width 1, layer by layer: what a network with depthwise convolutions costs.
 *
 * Source: keras/src/applications/mobilenet_v2.py; Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks" (2018).
 */
export function mobilenetV2(inputShape: readonly [number, number, number], classes: number): tf.LayersModel {
  const image = tf.input({ shape: [...inputShape] });
  let x = normalised(convolution(32, 3, 2), image, true);
  x = projected(depthwise(x, 1), 16);
  for (const [channels, blocks, stride] of stages)
    for (let block = 0; block < blocks; block++) x = inverted(x, channels, block === 0 ? stride : 1);
  x = normalised(convolution(1280, 1, 1), x, true);
  x = applied(tf.layers.globalAveragePooling2d({}), x);
  return tf.model({
    inputs: image,
    outputs: applied(tf.layers.dense({ units: classes, activation: 'softmax' }), x),
  });
}

const applied = (layer: tf.layers.Layer, x: tf.SymbolicTensor): tf.SymbolicTensor =>
  layer.apply(x) as tf.SymbolicTensor;

const convolution = (filters: number, kernelSize: number, strides: number): tf.layers.Layer =>
  tf.layers.conv2d({ filters, kernelSize, strides, padding: 'same', useBias: false });

function normalised(layer: tf.layers.Layer, x: tf.SymbolicTensor, active: boolean): tf.SymbolicTensor {
  const y = applied(tf.layers.batchNormalization({ momentum: 0.999, epsilon: 1e-3 }), applied(layer, x));
  return active ? applied(tf.layers.reLU({ maxValue: 6 }), y) : y;
}

function inverted(x: tf.SymbolicTensor, channels: number, stride: number): tf.SymbolicTensor {
  const before = x.shape.at(-1) as number;
  const expanded = normalised(convolution(6 * before, 1, 1), x, true);
  const y = projected(depthwise(expanded, stride), channels);
  return stride === 1 && before === channels ? (tf.layers.add().apply([x, y]) as tf.SymbolicTensor) : y;
}

/** With stride 2 Keras pads by itself, on the far sides of an even image only. */
function depthwise(x: tf.SymbolicTensor, stride: number): tf.SymbolicTensor {
  const near = (x.shape[1] as number) % 2;
  const strided = applied(
    tf.layers.zeroPadding2d({
      padding: [
        [near, 1],
        [near, 1],
      ] as [[number, number], [number, number]],
    }),
    x,
  );
  const layer = tf.layers.depthwiseConv2d({
    kernelSize: 3,
    strides: stride,
    padding: stride === 1 ? 'same' : 'valid',
    useBias: false,
  });
  return normalised(layer, stride === 1 ? x : strided, true);
}

const projected = (x: tf.SymbolicTensor, channels: number): tf.SymbolicTensor =>
  normalised(convolution(channels, 1, 1), x, false);
