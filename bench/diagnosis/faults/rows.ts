import * as tf from '@tensorflow/tfjs';
import { architectures } from '../architectures';
import type { Rows } from '../dataSets';

const formOf = (architecture: string): string => architectures[architecture]!.form;
export const takesNumbers = (architecture: string): boolean => formOf(architecture) !== 'words';

export const withTargets = ({ xs, classes }: Rows, ys: tf.Tensor): Rows => ({
  xs,
  ys: ys as tf.Tensor2D,
  classes,
});
export const withInputs = ({ ys, classes }: Rows, xs: tf.Tensor): Rows => ({ xs, ys, classes });

export function permuted(rows: Rows): Rows {
  const to = Array.from({ length: rows.classes }, (_, c) => (c + 1) % rows.classes);
  return withTargets(rows, tf.gather(rows.ys, tf.tensor1d(to, 'int32'), 1));
}

export function atPlaces(ys: tf.Tensor2D, place: (row: number, count: number) => number): tf.Tensor {
  const count = ys.shape[0];
  const places = Array.from({ length: count }, (_, row) => place(row, count));
  return tf.gather(ys, tf.tensor1d(places, 'int32'));
}

export function sortedByClass(rows: Rows): Rows {
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
export const prepared = (xs: tf.Tensor, seed: number): tf.Tensor =>
  seed % 3 === 0 ? tf.mul(xs, 255) : seed % 3 === 1 ? tf.div(xs, 255) : tf.sub(tf.mul(xs, 2), 1);
