import type { Task } from '../architectures/Architecture';

/** What predictions are worth: the loss of each output, and the accuracy of each output that has one. */
export interface Scores {
  readonly losses: readonly number[];
  readonly accuracies: readonly number[];
}

/** Row by row: the values of one output. */
export type Values = readonly (readonly number[])[];

/** tfjs keeps probabilities this far from 0 and 1. */
const clip = (p: number): number => Math.min(1 - 1e-7, Math.max(1e-7, p));
const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function lossOfRow(task: Task, target: readonly number[], predicted: readonly number[]): number {
  switch (task) {
    case 'classes': {
      const sum = predicted.reduce((total, p) => total + p, 0);
      return -target.reduce((total, t, i) => total + t * Math.log(clip(predicted[i]! / sum)), 0);
    }
    case 'yes or no': {
      const p = clip(predicted[0]!);
      return -(target[0]! * Math.log(p) + (1 - target[0]!) * Math.log(1 - p));
    }
    case 'number':
      return (target[0]! - predicted[0]!) ** 2;
  }
}

function isRight(task: Task, target: readonly number[], predicted: readonly number[]): boolean {
  const largest = (values: readonly number[]): number => values.indexOf(Math.max(...values));
  if (task === 'yes or no') return predicted[0]! > 0.5 === (target[0] === 1);
  return largest(target) === largest(predicted);
}

/** In float64, from the raw predictions. */
export function scoresOf(
  tasks: readonly Task[],
  targets: readonly Values[],
  predictions: readonly Values[],
): Scores {
  const losses = tasks.map((task, o) =>
    meanOf(targets[o]!.map((target, row) => lossOfRow(task, target, predictions[o]![row]!))),
  );
  const accuracies = tasks.flatMap((task, o) =>
    task === 'number'
      ? []
      : [meanOf(targets[o]!.map((target, row) => Number(isRight(task, target, predictions[o]![row]!))))],
  );
  return { losses, accuracies };
}

/** For every output, the loss of predicting the mean of its targets. */
export function constantLosses(tasks: readonly Task[], targets: readonly Values[]): readonly number[] {
  const constants = targets.map((rows) => {
    const means = rows[0]!.map((_, column) => meanOf(rows.map((row) => row[column]!)));
    return rows.map(() => means);
  });
  return scoresOf(tasks, targets, constants).losses;
}
