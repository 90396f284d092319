import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';

/** A block of a random network. */
export interface Block {
  readonly kind: 'plain' | 'residual' | 'nested';
  readonly width: number;
  readonly batchNorm: 'before' | 'after' | 'none';
  readonly activation: 'relu' | 'tanh' | 'leaky';
  readonly noise: 'none' | 'dropout' | 'gaussian';
}

/** A random network as plain data, so that a failing one is printed. */
export interface Architecture {
  readonly form: 'sequential' | 'functional';
  readonly input: 'vector' | 'picture';
  readonly momentum: number;
  readonly blocks: readonly Block[];
}

const block = (noise: readonly Block['noise'][]): fc.Arbitrary<Block> =>
  fc.record({
    kind: fc.constantFrom('plain', 'residual', 'nested'),
    width: fc.integer({ min: 2, max: 4 }),
    batchNorm: fc.constantFrom('before', 'after', 'none'),
    activation: fc.constantFrom('relu', 'tanh', 'leaky'),
    noise: fc.constantFrom(...noise),
  });

/** Sequential and functional networks: plain, residual and nested blocks, BatchNorm before or after the activation. */
export function anyArchitecture({
  noise = ['none', 'dropout', 'gaussian'] as readonly Block['noise'][],
} = {}): fc.Arbitrary<Architecture> {
  return fc.record({
    form: fc.constantFrom('sequential', 'functional'),
    input: fc.constantFrom('vector', 'picture'),
    momentum: fc.constantFrom(0, 0.5, 0.99),
    blocks: fc.array(block(noise), { minLength: 1, maxLength: 3 }),
  });
}

export const inputShapeOf = ({ input }: Architecture): number[] => (input === 'vector' ? [3] : [5, 5, 2]);

/** The network; not compiled. `extra` is put before the last layer. */
export function anyModel(architecture: Architecture, extra: readonly tf.layers.Layer[] = []): tf.LayersModel {
  const inputShape = inputShapeOf(architecture);
  if (architecture.form === 'sequential') return sequential(architecture, inputShape, extra);
  const input = tf.input({ shape: inputShape });
  let x: tf.SymbolicTensor = input;
  for (const each of architecture.blocks) x = functional(each, architecture, x);
  return tf.model({ inputs: input, outputs: through(x, [...head(architecture), ...extra, softmax()]) });
}

/** Rows that fit the network, with one-hot targets of two classes. */
export function rowsFor(architecture: Architecture, rows: number): { xs: tf.Tensor; ys: tf.Tensor } {
  const classes = Array.from({ length: rows }, (_, row) => row % 2);
  return tf.tidy(() => ({
    xs: tf.randomNormal([rows, ...inputShapeOf(architecture)], 2, 3, 'float32', 11),
    // Not oneHot(..., 'float32'): on WASM it writes the integer 1 into float memory.
    ys: tf.oneHot(tf.tensor1d(classes, 'int32'), 2).toFloat(),
  }));
}

function sequential(
  architecture: Architecture,
  inputShape: number[],
  extra: readonly tf.layers.Layer[],
): tf.LayersModel {
  const model = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape })] });
  for (const each of architecture.blocks) {
    // A Sequential has no branches: its residual blocks are nested functional models.
    if (each.kind !== 'plain') model.add(nestedModel(each, architecture, model.outputs[0]!.shape.slice(1)));
    else for (const layer of layersOfBlock(each, architecture)) model.add(layer);
  }
  for (const layer of [...head(architecture), ...extra, softmax()]) model.add(layer);
  return model;
}

function functional(each: Block, architecture: Architecture, x: tf.SymbolicTensor): tf.SymbolicTensor {
  if (each.kind === 'nested')
    return nestedModel(each, architecture, x.shape.slice(1)).apply(x) as tf.SymbolicTensor;
  const inner = through(x, layersOfBlock(each, architecture));
  if (each.kind === 'plain') return inner;
  const shortcut = through(x, [weights(each.width, architecture)]);
  return tf.layers.add().apply([inner, shortcut]) as tf.SymbolicTensor;
}

function nestedModel(
  each: Block,
  architecture: Architecture,
  shape: readonly (number | null)[],
): tf.LayersModel {
  const input = tf.input({ shape: [...shape] });
  return tf.model({
    inputs: input,
    outputs: functional({ ...each, kind: 'residual' }, architecture, input),
  });
}

function layersOfBlock(
  { width, batchNorm, activation, noise }: Block,
  architecture: Architecture,
): tf.layers.Layer[] {
  const normalisation =
    batchNorm === 'none' ? [] : [tf.layers.batchNormalization({ momentum: architecture.momentum })];
  return [
    weights(width, architecture),
    ...(batchNorm === 'before' ? normalisation : []),
    activation === 'leaky' ? tf.layers.leakyReLU({ alpha: 0.2 }) : tf.layers.activation({ activation }),
    ...(batchNorm === 'after' ? normalisation : []),
    ...(noise === 'dropout' ? [tf.layers.dropout({ rate: 0.3 })] : []),
    ...(noise === 'gaussian' ? [tf.layers.gaussianNoise({ stddev: 0.3 })] : []),
  ];
}

function weights(width: number, { input }: Architecture): tf.layers.Layer {
  return input === 'vector'
    ? tf.layers.dense({ units: width })
    : tf.layers.conv2d({ filters: width, kernelSize: 3, padding: 'same' });
}

const head = ({ input }: Architecture): tf.layers.Layer[] =>
  input === 'vector' ? [] : [tf.layers.globalAveragePooling2d({ dataFormat: 'channelsLast' })];

const softmax = (): tf.layers.Layer => tf.layers.dense({ units: 2, activation: 'softmax' });

function through(x: tf.SymbolicTensor, layers: readonly tf.layers.Layer[]): tf.SymbolicTensor {
  return layers.reduce((tensor, layer) => layer.apply(tensor) as tf.SymbolicTensor, x);
}
