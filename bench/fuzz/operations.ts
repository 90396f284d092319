import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { canCross, crossEntropy as crossEntropyInFit } from '../../src/backends/wasm/crossEntropy';

/** One drawn case: what goes in, and what is computed of it on the engine that runs. */
export interface Case {
  /** For a person, in one line. */
  readonly says: string;
  readonly inputs: readonly (readonly number[])[];
  /** Whether every number of the inputs shall be drawn from 0 to 1. */
  readonly probabilities?: boolean;
  /** Its gradient for all inputs is compared too. */
  readonly of: (inputs: readonly tf.Variable[]) => tf.Tensor;
}

const size = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
const channels = fc.oneof(fc.constantFrom(1, 2, 3), size(19));
const padding = fc.constantFrom('same' as const, 'valid' as const);

/** Without dilation: tfjs has no gradient of a dilated convolution. */
const windowed = fc
  .record({ batch: size(3), height: size(12), width: size(12), inside: channels, outside: channels })
  .chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      kernel: fc.tuple(size(5), size(5)),
      stride: size(4),
      padding,
    }),
  )
  .filter(({ shape, kernel, padding: pad }) => {
    const fits = (length: number, taps: number): boolean => taps <= length;
    return pad === 'same' || (fits(shape.height, kernel[0]) && fits(shape.width, kernel[1]));
  });

type Convolution = (x: tf.Tensor4D, filter: tf.Tensor4D, stride: number, pad: 'same' | 'valid') => tf.Tensor;

/** @param filters the last side of the filter, of so many channels that are drawn */
const convolved = (of: Convolution, filters: (drawn: number) => number): fc.Arbitrary<Case> =>
  windowed.map(({ shape, kernel, stride, padding: pad }) => {
    const { batch, height, width, inside, outside } = shape;
    const filter = [...kernel, inside, filters(outside)];
    return {
      says: `x [${batch}, ${height}, ${width}, ${inside}], filter [${filter.join(', ')}], stride ${stride}, ${pad}`,
      inputs: [[batch, height, width, inside], filter],
      of: ([x, by]) => of(x as tf.Tensor4D, by as unknown as tf.Tensor4D, stride, pad),
    };
  });

const conv2d = convolved(tf.conv2d, (drawn) => drawn);
const depthwiseConv2d = convolved(tf.depthwiseConv2d, (drawn) => 1 + (drawn % 2));

/** Where windows leave gaps, every JavaScript engine of tfjs takes them one place further on than TensorFlow: its padding has no lower bound there. */
const conv3d = fc
  .record({
    batch: size(2),
    sides: fc.tuple(size(6), size(6), size(6)),
    inside: size(5),
    outside: size(5),
    kernel: size(3),
    stride: size(2),
  })
  .filter(({ sides, kernel, stride }) =>
    sides.every((side) => (Math.ceil(side / stride) - 1) * stride + kernel >= side),
  )
  .map(({ batch, sides, inside, outside, kernel, stride }): Case => ({
    says: `x [${batch}, ${sides.join(', ')}, ${inside}], kernel ${kernel}, ${outside} filters, stride ${stride}, same`,
    inputs: [
      [batch, ...sides, inside],
      [kernel, kernel, kernel, inside, outside],
    ],
    of: ([x, filter]) =>
      tf.conv3d(x as unknown as tf.Tensor5D, filter as unknown as tf.Tensor5D, stride, 'same'),
  }));

/**
 * Not with strides longer than the window: there TensorFlow 2.21 (with oneDNN, which it takes by itself) writes past its memory and ends the process.
 * Without oneDNN it does not, but then its gradient of average pooling is wrong where a window is longer than the image.
 */
const conv2dTranspose = fc
  .record({
    batch: size(3),
    height: size(7),
    width: size(7),
    inside: channels,
    outside: channels,
    kernel: size(4),
    stride: size(3),
  })
  .filter(({ kernel, stride }) => kernel >= stride)
  .map(({ batch, height, width, inside, outside, kernel, stride }): Case => ({
    says: `x [${batch}, ${height}, ${width}, ${inside}], kernel ${kernel}, ${outside} filters, stride ${stride}, same`,
    inputs: [
      [batch, height, width, inside],
      [kernel, kernel, outside, inside],
    ],
    of: ([x, filter]) =>
      tf.conv2dTranspose(
        x as tf.Tensor4D,
        filter as unknown as tf.Tensor4D,
        [batch, height * stride, width * stride, outside],
        stride,
        'same',
      ),
  }));

const pooled = (name: string, pool: typeof tf.maxPool): fc.Arbitrary<Case> =>
  windowed.map(({ shape, kernel, stride, padding: pad }) => {
    const { batch, height, width, inside } = shape;
    return {
      says: `${name} of [${batch}, ${height}, ${width}, ${inside}], window [${kernel.join(', ')}], stride ${stride}, ${pad}`,
      inputs: [[batch, height, width, inside]],
      of: ([x]) => pool(x as tf.Tensor4D, kernel, stride, pad),
    };
  });

const matMul = fc
  .record({
    rows: size(40),
    inside: size(60),
    columns: size(40),
    batch: size(3),
    left: fc.boolean(),
    right: fc.boolean(),
  })
  .map(({ rows, inside, columns, batch, left, right }): Case => ({
    says: `[${batch}, ${rows}, ${inside}] times [${batch}, ${inside}, ${columns}]${left ? ', first transposed' : ''}${right ? ', second transposed' : ''}`,
    inputs: [
      left ? [batch, inside, rows] : [batch, rows, inside],
      right ? [batch, columns, inside] : [batch, inside, columns],
    ],
    of: ([a, b]) => tf.matMul(a as tf.Tensor, b as tf.Tensor, left, right),
  }));

const batchNorm = fc
  .record({ batch: fc.integer({ min: 2, max: 9 }), height: size(6), width: size(6), channels })
  .map(({ batch, height, width, channels: count }): Case => ({
    says: `in training, x [${batch}, ${height}, ${width}, ${count}]`,
    inputs: [[batch, height, width, count], [count], [count]],
    of: ([x, gamma, beta]) => {
      const layer = tf.layers.batchNormalization();
      layer.build([batch, height, width, count]);
      const parameters = layer as unknown as Record<'gamma' | 'beta', { val: tf.Variable }>;
      // As layers hold them: what the gradient is taken of.
      parameters.gamma.val = gamma as tf.Variable;
      parameters.beta.val = beta as tf.Variable;
      return layer.apply(x as tf.Tensor, { training: true }) as tf.Tensor;
    },
  }));

const elementwise = (operations: Readonly<Record<string, (x: tf.Tensor) => tf.Tensor>>): fc.Arbitrary<Case> =>
  fc
    .record({ name: fc.constantFrom(...Object.keys(operations)), rows: size(30), columns: size(40) })
    .map(({ name, rows, columns }) => ({
      says: `${name} of [${rows}, ${columns}]`,
      inputs: [[rows, columns]],
      of: ([x]) => operations[name]!(x as tf.Tensor),
    }));

const activations = elementwise({
  relu: tf.relu,
  relu6: (x) => tf.relu6(x.mul(5)),
  leakyRelu: (x) => tf.leakyRelu(x, 0.3),
  clip: (x) => tf.clipByValue(x, -0.5, 0.75),
  elu: tf.elu,
  selu: tf.selu,
  sigmoid: tf.sigmoid,
  tanh: tf.tanh,
  softplus: tf.softplus,
});

const softmaxes = elementwise({
  softmax: (x) => tf.softmax(x.mul(4)),
  logSoftmax: (x) => tf.logSoftmax(x.mul(4)),
  logSumExp: (x) => tf.logSumExp(x.mul(4), -1),
});

const crossEntropy = fc
  .record({ rows: size(30), classes: fc.integer({ min: 2, max: 12 }), logits: fc.boolean() })
  .map(({ rows, classes, logits }): Case => ({
    says: `${logits ? 'softmaxCrossEntropy' : 'categoricalCrossentropy'} of [${rows}, ${classes}]`,
    inputs: [[rows, classes]],
    of: ([x]) => {
      const labels = tf
        .oneHot(
          tf.tensor1d(
            Array.from({ length: rows }, (_, row) => row % classes),
            'int32',
          ),
          classes,
        )
        .toFloat();
      if (logits) return tf.losses.softmaxCrossEntropy(labels, x as tf.Tensor);
      const outputs = tf.softmax(x as tf.Tensor);
      // As in `fit`.
      return canCross(labels, outputs)
        ? crossEntropyInFit(labels, outputs)
        : tf.metrics.categoricalCrossentropy(labels, outputs);
    },
  }));

const embedding = fc
  .record({ words: size(30), length: size(9), rows: size(40) })
  .map(({ words, length, rows }): Case => ({
    says: `${rows} of [${words}, ${length}]`,
    inputs: [[words, length]],
    of: ([table]) =>
      tf.gather(
        table as tf.Tensor,
        tf.tensor1d(
          Array.from({ length: rows }, (_, row) => (row * 7) % words),
          'int32',
        ),
      ),
  }));

const reductions = fc
  .record({
    rows: size(30),
    columns: size(30),
    deep: size(5),
    axis: fc.constantFrom(0, 1, 2),
    name: fc.constantFrom('sum', 'mean', 'max', 'min', 'prod'),
  })
  .map(({ rows, columns, deep, axis, name }): Case => ({
    says: `${name} of [${rows}, ${columns}, ${deep}] over axis ${axis}`,
    inputs: [[rows, columns, deep]],
    of: ([x]) => tf[name as 'sum'](x as tf.Tensor, axis),
  }));

/** By the name in the table. */
export const operations: Readonly<Record<string, fc.Arbitrary<Case>>> = {
  conv2d,
  depthwiseConv2d,
  conv2dTranspose,
  conv3d,
  matMul,
  'BatchNorm in training': batchNorm,
  maxPool: pooled('maxPool', tf.maxPool),
  avgPool: pooled('avgPool', tf.avgPool),
  activations,
  'softmax and its logarithm': softmaxes,
  'cross-entropy': crossEntropy,
  embedding,
  reductions,
};

/**
 * How far apart both engines may be, in parts of the largest number. The gradient of BatchNorm is made of sums over all pixels of a
 * channel, up to 324 here, of which little may be left when they are taken off each other.
 */
export const boundOf = (operation: string): number => (operation === 'BatchNorm in training' ? 5e-6 : 2e-6);
