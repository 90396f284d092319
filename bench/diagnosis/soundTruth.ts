import type { Task as MatrixTask } from '../matrix/architectures/Architecture';
import { scoresOf } from '../matrix/truth/Scores';
import { measure } from '../matrix/truth/measure';
import { statisticsTruth } from '../matrix/truth/statisticsTruth';
import type { Rows } from './dataSets';
import type { Task } from './heads';
import type { Recipe, Trained } from './training';

export interface SoundTruth {
  readonly confirmed: boolean;
  readonly statisticsAreOff: boolean;
  /** NaN of a model that tells no classes. */
  readonly fitAccuracy: number;
  readonly predictAccuracy: number;
}

export const tellsClasses = ({ tasks }: Recipe): boolean => tasks.length === 1 && tasks[0] === 'class';

const matrixTask: Readonly<Record<Task, MatrixTask>> = { class: 'classes', number: 'number' };

/** What may be lost, of accuracy, and of loss in units of the best constant prediction's. */
const margin = { accuracy: 0.05, loss: 0.1 };

/** In the way of the matrix (`bench/matrix/README.md`), which has nothing of the code under test. */
export function soundTruth(trained: Trained, rows: Rows, recipe: Recipe, seed: number): SoundTruth {
  const tasks = recipe.tasks.map((task) => matrixTask[task]);
  const { accuracy = NaN, loss = NaN } = trained.recording.epochs.at(-1)!;
  const count = rows.xs.shape[0];
  const measured = measure(trained.model, { count, xs: [rows.xs], ys: [trained.targets].flat() }, tasks, {
    batchSize: recipe.batchSize,
    seed,
    reported: scoresOf([], [], []),
  });
  const { predict, constantLosses } = measured;
  const updates = recipe.epochs * Math.ceil(count / recipe.batchSize);
  const predictAccuracy = predict.accuracies[0] ?? NaN;
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    confirmed: tellsClasses(recipe)
      ? accuracy - predictAccuracy <= margin.accuracy
      : sum(predict.losses) - loss <= margin.loss * sum(constantLosses),
    statisticsAreOff: statisticsTruth(measured, recipe.momentum ** updates).is === 'not converged',
    fitAccuracy: tellsClasses(recipe) ? accuracy : NaN,
    predictAccuracy: tellsClasses(recipe) ? predictAccuracy : NaN,
  };
}
