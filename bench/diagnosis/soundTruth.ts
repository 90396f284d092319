import type { Task as MatrixTask } from '../matrix/architectures/Architecture';
import { measure } from '../matrix/truth/measure';
import { predictTruth } from '../matrix/truth/predictTruth';
import { statisticsTruth } from '../matrix/truth/statisticsTruth';
import type { PredictTruth, StatisticsTruth } from '../matrix/truth/Truth';
import type { Rows } from './dataSets';
import type { Task } from './heads';
import type { Recipe, Trained } from './training';

export interface SoundTruth {
  readonly confirmed: boolean;
  readonly statisticsAreOff: boolean;
  /** What the matrix says of it: whether predict does what training mode does, and whether statistics are where their batches take them. */
  readonly truths: Truths;
  /** NaN of a model that tells no classes. */
  readonly fitAccuracy: number;
  readonly predictAccuracy: number;
}

export interface Truths {
  readonly predict: PredictTruth['is'];
  readonly statistics: StatisticsTruth['is'];
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
    reported: { losses: [loss], accuracies: tellsClasses(recipe) ? [accuracy] : [] },
  });
  const { predict, constantLosses } = measured;
  const updates = recipe.epochs * Math.ceil(count / recipe.batchSize);
  const predictAccuracy = predict.accuracies[0] ?? NaN;
  const statistics = statisticsTruth(measured, recipe.momentum ** updates).is;
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    confirmed: tellsClasses(recipe)
      ? accuracy - predictAccuracy <= margin.accuracy
      : sum(predict.losses) - loss <= margin.loss * sum(constantLosses),
    statisticsAreOff: statistics === 'not converged',
    truths: { predict: tasks.length === 1 ? predictTruth(measured).is : 'undecided', statistics },
    fitAccuracy: tellsClasses(recipe) ? accuracy : NaN,
    predictAccuracy: tellsClasses(recipe) ? predictAccuracy : NaN,
  };
}
