import * as tf from '@tensorflow/tfjs';
import type { Architecture } from './Architecture';
import { averaged, classes, conv, dense, norm, relu, through } from './blocks';

const { layers } = tf;
const vector = { shape: [6] };
const picture = { shape: [8, 8, 2] };

/** Networks of several inputs or outputs. */
export const several: Readonly<Record<string, Architecture>> = {
  'two-inputs': {
    inputs: [vector, picture],
    outputs: ['classes'],
    build: (m) => {
      const inputs = [tf.input({ shape: vector.shape }), tf.input({ shape: picture.shape })] as const;
      const sides = [
        through(inputs[0], dense(8), norm(m), relu()),
        through(inputs[1], conv(6), norm(m), relu(), averaged()),
      ];
      return tf.model({
        inputs: [...inputs],
        outputs: through(layers.concatenate().apply(sides) as tf.SymbolicTensor, classes()),
      });
    },
  },
  'two-outputs': {
    inputs: [vector],
    outputs: ['classes', 'number'],
    outputNames: ['kind', 'size'],
    build: (m) => {
      const input = tf.input({ shape: vector.shape });
      const body = through(input, dense(16), norm(m), relu());
      const outputs = [
        through(body, classes('kind')),
        through(body, dense(8), norm(m), relu(), layers.dense({ units: 1, name: 'size' })),
      ];
      return tf.model({ inputs: input, outputs });
    },
  },
};
