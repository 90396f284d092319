import * as tf from '@tensorflow/tfjs';
import type { Architecture } from './Architecture';
import { classes, dense, norm, relu, sequence, through } from './blocks';

const { layers } = tf;
const vector = { shape: [6] };

/** Networks made of networks, and layers that are used twice: one update of the model is several of their statistics. */
export const composed: Readonly<Record<string, Architecture>> = {
  nested: {
    inputs: [vector],
    outputs: ['classes'],
    build: (m) => {
      const body = sequence(vector.shape, dense(12), norm(m), relu());
      const input = tf.input({ shape: vector.shape });
      return tf.model({
        inputs: input,
        outputs: through(input, body, dense(12), norm(m), relu(), classes()),
      });
    },
  },
  'nested-twice': {
    inputs: [vector],
    outputs: ['classes'],
    build: (m) => {
      const encoder = sequence(vector.shape, dense(12), norm(m), relu());
      const input = tf.input({ shape: vector.shape });
      const sides = [through(input, encoder), through(input, dense(6), encoder)];
      return tf.model({
        inputs: input,
        outputs: through(layers.concatenate().apply(sides) as tf.SymbolicTensor, classes()),
      });
    },
  },
  'shared-norm': {
    inputs: [vector],
    outputs: ['classes'],
    build: (m) => {
      const shared = norm(m);
      const input = tf.input({ shape: vector.shape });
      const sides = [through(input, dense(10), shared, relu()), through(input, dense(10), shared, relu())];
      return tf.model({
        inputs: input,
        outputs: through(
          layers.add().apply(sides) as tf.SymbolicTensor,
          dense(10),
          norm(m),
          relu(),
          classes(),
        ),
      });
    },
  },
};
