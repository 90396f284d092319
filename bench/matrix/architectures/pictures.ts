import * as tf from '@tensorflow/tfjs';
import type { Architecture } from './Architecture';
import { averaged, classes, conv, norm, relu, sequence, through } from './blocks';

const { layers } = tf;
const picture = { shape: [8, 8, 2] };

/** Networks of convolutions. */
export const pictures: Readonly<Record<string, Architecture>> = {
  convolution: {
    inputs: [picture],
    outputs: ['classes'],
    build: (m) =>
      sequence(
        picture.shape,
        conv(6),
        norm(m),
        layers.leakyReLU({ alpha: 0.3 }),
        layers.maxPooling2d({ poolSize: 2 }),
        conv(8),
        norm(m),
        layers.leakyReLU({ alpha: 0.3 }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.flatten(),
        classes(),
      ),
  },
  residual: {
    inputs: [picture],
    outputs: ['classes'],
    build: (m) => {
      const input = tf.input({ shape: picture.shape });
      const stem = through(input, conv(6), norm(m), relu());
      const branch = through(stem, conv(6), norm(m), relu(), conv(6), norm(m));
      const sum = layers.add().apply([stem, branch]) as tf.SymbolicTensor;
      return tf.model({ inputs: input, outputs: through(sum, relu(), averaged(), classes()) });
    },
  },
  separable: {
    inputs: [picture],
    outputs: ['classes'],
    build: (m) =>
      sequence(
        picture.shape,
        layers.separableConv2d({ filters: 8, kernelSize: 3, padding: 'same' }),
        norm(m),
        layers.activation({ activation: 'elu' }),
        layers.depthwiseConv2d({ kernelSize: 3, padding: 'same', strides: 2 }),
        norm(m),
        relu(),
        averaged(),
        classes(),
      ),
  },
};
