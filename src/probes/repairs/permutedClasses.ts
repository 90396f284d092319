import type { Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { assignment } from '../../numeric/assignment';
import { chanceBound, logFactorial } from '../../numeric/chanceBound';
import type { Table } from '../metrics/Table';
import { agreementByChance, classesOf, decisionsOf } from './classesOf';

export interface Permutation {
  /** The class of the model, by the class of the data. */
  readonly to: readonly number[];
  /** Share of rows that are right so. */
  readonly right: number;
}

/** Below this probability something is no chance. */
export const significance = 0.001;

/** With more, the assignment takes seconds. */
const mostClasses = 300;

/**
 * The one-to-one map of classes under which most rows are right; undefined where it is the
 * one that is there, or where chance explains it.
 */
export function permutedClasses(targets: Table, predictions: Table): Permutation | undefined {
  const classes = Math.max(2, predictions.columns);
  const [own, decided] = [classesOf(targets, classes), decisionsOf(predictions)];
  if (own === undefined || decided === undefined || classes > mostClasses) return undefined;
  const costs = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const [row, c] of own.entries()) costs[c]![decided[row]!]! -= 1;
  // What does not matter stays as it is.
  for (let c = 0; c < classes; c++) costs[c]![c]! -= 1e-3;
  const to = assignment(costs);
  const mapped = own.map((c) => to[c]!);
  const right = mapped.reduce((sum, c, row) => sum + Number(c === decided[row]), 0);
  const chance = agreementByChance(mapped, decided);
  const isChance =
    chanceBound(right, own.length, chance, logFactorial(new Set([...own, ...decided]).size)) > significance;
  return isChance || to.every((assigned, c) => assigned === c)
    ? undefined
    : { to, right: right / own.length };
}

/** Targets in the classes of the model. */
export function inClassesOfModel(ys: Tensor, to: readonly number[]): Tensor {
  return tf.tidy(() => {
    if (ys.shape.at(-1) === to.length && ys.rank > 1) {
      const from = to.map((_, c) => to.indexOf(c));
      return tf.gather(ys, tf.tensor1d(from, 'int32'), ys.rank - 1);
    }
    return tf.cast(tf.gather(tf.tensor1d([...to]), tf.cast(ys, 'int32')), ys.dtype);
  });
}
