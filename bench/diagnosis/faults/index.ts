import * as tf from '@tensorflow/tfjs';
import { architectures } from './architectures';
import type { Rows } from './dataSets';
import { batchNormIn, freshLike, type Recipe, type Trained } from './training';

/** A fault: how a training differs from a healthy one, or what happens after it. */
export interface Fault {
  /** The ids of the causes that it injects; each is the name of a fault of its own. */
  readonly causes: readonly string[];
  readonly fits?: (architecture: string, data: string) => boolean;
  /** Whether nothing but a recording can show it. */
  readonly onlyRecorded?: boolean;
  /**
   * Where most of what is lost has to be lost: by the weights, so that training mode has lost it too, or by the statistics, so that it has not.
   * An injection that comes out as the other one has injected the other one.
   */
  readonly lostBy?: 'weights' | 'statistics';
  readonly recipe?: Partial<Recipe>;
  /** Rows of the fit, made from healthy ones. */
  readonly fitted?: (rows: Rows, seed: number) => Rows;
  /** What becomes of the model after the fit. */
  readonly harm?: (trained: Trained) => void;
  /** Rows that are judged, made from those of the fit; `other` gives rows of the same set that it did not see. */
  readonly judged?: (rows: Rows, seed: number, other: () => Rows) => Rows;
}

const formOf = (architecture: string): string => architectures[architecture]!.form;
const takesNumbers = (architecture: string): boolean => formOf(architecture) !== 'words';

const withTargets = ({ xs, classes }: Rows, ys: tf.Tensor): Rows => ({ xs, ys: ys as tf.Tensor2D, classes });
const withInputs = ({ ys, classes }: Rows, xs: tf.Tensor): Rows => ({ xs, ys, classes });

function permuted(rows: Rows): Rows {
  const to = Array.from({ length: rows.classes }, (_, c) => (c + 1) % rows.classes);
  return withTargets(rows, tf.gather(rows.ys, tf.tensor1d(to, 'int32'), 1));
}

function atPlaces(ys: tf.Tensor2D, place: (row: number, count: number) => number): tf.Tensor {
  const count = ys.shape[0];
  const places = Array.from({ length: count }, (_, row) => place(row, count));
  return tf.gather(ys, tf.tensor1d(places, 'int32'));
}

function sortedByClass(rows: Rows): Rows {
  const of = tf.argMax(rows.ys, 1).dataSync();
  const order = tf.tensor1d(
    [...of.keys()].sort((a, b) => of[a]! - of[b]!),
    'int32',
  );
  return { xs: tf.gather(rows.xs, order), ys: tf.gather(rows.ys, order), classes: rows.classes };
}

export function withRandomLabels({ xs, ys, classes }: Rows, seed: number): Rows {
  const of = tf.cast(tf.randomUniform([ys.shape[0]], 0, classes, 'float32', seed), 'int32');
  return { xs, ys: tf.cast(tf.oneHot(of, classes), 'float32') as tf.Tensor2D, classes };
}

/** Ways to prepare inputs wrongly; which one, the seed says. */
const preparations: readonly ((xs: tf.Tensor) => tf.Tensor)[] = [
  (xs) => tf.mul(xs, 255),
  (xs) => tf.div(xs, 255),
  (xs) => tf.sub(tf.mul(xs, 2), 1),
];

const notConverged: Partial<Recipe> = { momentum: 0.99, epochs: 4 };

export const faults: Readonly<Record<string, Fault>> = {
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
  'batchnorm-stats-lost': {
    causes: ['batchnorm-stats-lost'],
    harm: ({ model }) => {
      for (const { movingMean, movingVariance } of batchNormIn(model)) {
        movingMean.write(tf.zeros(movingMean.shape as number[]));
        movingVariance.write(tf.ones(movingVariance.shape as number[]));
      }
    },
  },
  'weights-not-loaded': {
    causes: ['weights-not-loaded'],
    harm: (trained) => {
      const fresh = freshLike(trained);
      const at = trained.model.layers.map((layer) => layer.getClassName()).lastIndexOf('Dense');
      trained.model.layers[at]!.setWeights(fresh.layers[at]!.getWeights());
    },
  },
  'weights-permuted': {
    causes: ['weights-permuted'],
    fits: (architecture) => ['dense', 'residual', 'deep', 'gated'].includes(architecture),
    onlyRecorded: true,
    harm: ({ model }) => {
      const byShape = new Map<string, tf.layers.Layer[]>();
      for (const layer of model.layers.filter((each) => ['Dense', 'Conv2D'].includes(each.getClassName()))) {
        const shape = layer
          .getWeights()
          .map((weight) => String(weight.shape))
          .join(';');
        byShape.set(shape, [...(byShape.get(shape) ?? []), layer]);
      }
      const [one, other] = [...byShape.values()].find((alike) => alike.length > 1)!;
      const kept = one!.getWeights().map((weight) => weight.clone());
      one!.setWeights(other!.getWeights());
      other!.setWeights(kept);
    },
  },
  'preparation-mismatch': {
    causes: ['preparation-mismatch'],
    fits: takesNumbers,
    judged: (rows, seed) => withInputs(rows, preparations[seed % preparations.length]!(rows.xs)),
  },
  'padding-dependent': {
    causes: ['padding-dependent'],
    fits: (architecture) => !takesNumbers(architecture),
    judged: (rows) => {
      const words = rows.xs.arraySync() as number[][];
      const front = words.map((row) => [
        ...row.filter((word) => word === 0),
        ...row.filter((word) => word !== 0),
      ]);
      return withInputs(rows, tf.tensor2d(front));
    },
  },
  'rows-misaligned': {
    causes: ['rows-misaligned'],
    judged: (rows, seed) =>
      withTargets(
        rows,
        seed % 2 === 0
          ? atPlaces(rows.ys, (row, count) => (row + count - seed) % count)
          : atPlaces(rows.ys, (row, count) => count - 1 - row),
      ),
  },
  'classes-permuted': { causes: ['classes-permuted'], judged: permuted },
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
  'late-divergence': {
    causes: ['late-divergence'],
    lostBy: 'weights',
    onlyRecorded: true,
    recipe: { lastRate: 0.5 },
  },
  'classes-permuted and batchnorm-not-converged': {
    causes: ['classes-permuted', 'batchnorm-not-converged'],
    onlyRecorded: true,
    recipe: notConverged,
    judged: permuted,
  },
  'weights-not-loaded and batchnorm-stats-lost': {
    causes: ['weights-not-loaded', 'batchnorm-stats-lost'],
    onlyRecorded: true,
    harm: (trained) => {
      faults['batchnorm-stats-lost']!.harm!(trained);
      faults['weights-not-loaded']!.harm!(trained);
    },
  },
};
