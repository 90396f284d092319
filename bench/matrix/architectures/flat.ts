import * as tf from '@tensorflow/tfjs';
import type { Architecture } from './Architecture';
import { classes, dense, dropout, norm, relu, sequence } from './blocks';

const { layers } = tf;
const vector = { shape: [6] };

/** Networks of dense layers, one after the other. */
export const flat: Readonly<Record<string, Architecture>> = {
  dense: {
    inputs: [vector],
    outputs: ['classes'],
    build: (m) => sequence(vector.shape, dense(16), norm(m), relu(), dense(16), norm(m), relu(), classes()),
  },
  'norm-first': {
    inputs: [vector],
    outputs: ['classes'],
    build: (m) => sequence(vector.shape, norm(m), dense(16), relu(), norm(m), classes()),
  },
  dropout: {
    inputs: [vector],
    outputs: ['classes'],
    build: (m) =>
      sequence(
        vector.shape,
        dense(24),
        norm(m),
        relu(),
        dropout(0.3),
        dense(24),
        norm(m),
        relu(),
        dropout(0.3),
        classes(),
      ),
  },
  binary: {
    inputs: [vector],
    outputs: ['yes or no'],
    build: (m) =>
      sequence(
        vector.shape,
        dense(12),
        norm(m),
        layers.activation({ activation: 'tanh' }),
        dense(12),
        norm(m),
        relu(),
        layers.dense({ units: 1, activation: 'sigmoid' }),
      ),
  },
  regression: {
    inputs: [vector],
    outputs: ['number'],
    build: (m) => sequence(vector.shape, dense(16), norm(m), relu(), dense(16), norm(m), relu(), dense(1)),
  },
};
