import * as tf from '@tensorflow/tfjs';
import type { Recipe } from '../training/Recipe';
import { sortedByClass, takesNumbers, withInputs, withRandomLabels } from './rows';
import type { Faults } from './Fault';

/** Few updates for such a momentum. */
export const notConverged: Partial<Recipe> = { momentum: 0.99, epochs: 4 };

const shiftedAndScaled = (xs: tf.Tensor): tf.Tensor => tf.add(tf.mul(xs, 2), 1.5);

/** A row as a whole brighter or darker. */
const brightened = (xs: tf.Tensor, seed: number): tf.Tensor =>
  tf.add(xs, tf.randomUniform([xs.shape[0], ...xs.shape.slice(1).map(() => 1)], 1, 3, 'float32', seed));

/** Ways of training. */
export const ofTraining: Faults = {
  'batchnorm-not-converged': {
    causes: ['batchnorm-not-converged'],
    lostBy: 'statistics',
    recipe: notConverged,
  },
  'batchnorm-lagging': {
    causes: ['batchnorm-lagging'],
    lostBy: 'statistics',
    recipe: { momentum: 0.98, epochs: 40, learningRate: 0.1 },
  },
  'batchnorm-batch-noise': {
    causes: ['batchnorm-batch-noise'],
    lostBy: 'statistics',
    recipe: { momentum: 0.1, batchSize: 4, epochs: 12 },
  },
  'batchnorm-batch-composition': {
    causes: ['batchnorm-batch-composition'],
    recipe: { shuffle: false },
    fitted: sortedByClass,
  },
  'batchnorm-outlier': {
    causes: ['batchnorm-outlier'],
    fits: takesNumbers,
    recipe: { momentum: 0.9 },
    fitted: (rows) => {
      const one = tf
        .oneHot(tf.tensor1d([3], 'int32'), rows.xs.shape[0])
        .reshape([rows.xs.shape[0], ...rows.xs.shape.slice(1).map(() => 1)]);
      return withInputs(rows, tf.add(rows.xs, tf.mul(tf.cast(one, 'float32'), 3000)));
    },
  },
  'late-divergence': {
    causes: ['late-divergence'],
    lostBy: 'weights',
    onlyRecorded: true,
    recipe: { lastRate: 0.5 },
  },
  'other-rows': {
    causes: ['other-rows'],
    onlyRecorded: true,
    // Of small sets there are no other rows.
    fits: (_, data) => ['mnist', 'fashion', 'sentences', 'breast cancer', 'digits'].includes(data),
    // Where labels mean nothing, nothing is learned of other rows.
    fitted: withRandomLabels,
    recipe: { epochs: 60 },
    judged: (_, __, other) => other(),
  },
  'stochastic-layer': {
    causes: ['stochastic-layer'],
    fits: takesNumbers,
    lostBy: 'statistics',
    recipe: { inputDropout: 0.85, epochs: 40 },
  },
  augmentation: {
    causes: ['augmentation'],
    fits: takesNumbers,
    onlyRecorded: true,
    recipe: { augmented: brightened },
  },
  'batchnorm-frozen-drift': {
    causes: ['batchnorm-frozen-drift'],
    fits: takesNumbers,
    onlyRecorded: true,
    lostBy: 'statistics',
    recipe: { momentum: 0.97, epochs: 40, thenFrozen: { epochs: 2, to: shiftedAndScaled } },
    judged: (rows) => withInputs(rows, shiftedAndScaled(rows.xs)),
  },
  'call-time-training-ignored': {
    causes: ['call-time-training-ignored'],
    fits: takesNumbers,
    onlyRecorded: true,
    lostBy: 'statistics',
    recipe: {
      calledWith: { training: false },
      momentum: 0.97,
      epochs: 40,
      thenFrozen: { epochs: 2, to: shiftedAndScaled },
    },
    judged: (rows) => withInputs(rows, shiftedAndScaled(rows.xs)),
  },
};
