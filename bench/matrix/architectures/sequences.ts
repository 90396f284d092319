import * as tf from '@tensorflow/tfjs';
import type { Architecture } from './Architecture';
import { classes, dense, norm, relu, sequence } from './blocks';

const { layers } = tf;
const steps = { shape: [5, 4] };
const words = { shape: [6], vocabulary: 12 };
const everyStep = (layer: tf.layers.Layer): tf.layers.Layer => layers.timeDistributed({ layer });
const overSteps = (): tf.layers.Layer => layers.globalAveragePooling1d({});

/** Networks over time steps: BatchNorm of rank 3, of rank 2 behind recurrent layers, and called once per step. */
export const sequences: Readonly<Record<string, Architecture>> = {
  'convolution-1d': {
    inputs: [steps],
    outputs: ['classes'],
    build: (m) =>
      sequence(
        steps.shape,
        layers.conv1d({ filters: 8, kernelSize: 3, padding: 'same' }),
        norm(m),
        relu(),
        overSteps(),
        classes(),
      ),
  },
  'time-distributed': {
    inputs: [steps],
    outputs: ['classes'],
    build: (m) =>
      sequence(steps.shape, everyStep(dense(8)), everyStep(norm(m)), relu(), overSteps(), classes()),
  },
  bidirectional: {
    inputs: [steps],
    outputs: ['classes'],
    build: (m) =>
      sequence(
        steps.shape,
        norm(m),
        layers.bidirectional({
          layer: layers.gru({ units: 6, recurrentActivation: 'sigmoid' }),
          mergeMode: 'concat',
        }),
        norm(m),
        classes(),
      ),
  },
  embedding: {
    inputs: [words],
    outputs: ['classes'],
    build: (m) =>
      tf.sequential({
        layers: [
          layers.embedding({ inputDim: words.vocabulary, outputDim: 6, inputLength: words.shape[0]! }),
          norm(m),
          layers.flatten(),
          dense(12),
          norm(m),
          relu(),
          classes(),
        ],
      }),
  },
};
