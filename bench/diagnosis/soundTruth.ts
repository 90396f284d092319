import type { Task as MatrixTask } from '../matrix/architectures/Architecture';
import type { Scores } from '../matrix/truth/Scores';
import { measure } from '../matrix/truth/measure';
import { predictTruth } from '../matrix/truth/predictTruth';
import { statisticsTruth } from '../matrix/truth/statisticsTruth';
import type { PredictTruth, StatisticsTruth } from '../matrix/truth/Truth';
import type { Rows } from './dataSets';
import type { Task } from './heads';
import type { Recipe } from './training/Recipe';
import type { Trained } from './training/Trained';

export interface SoundTruth {
  /** Whether predict keeps what fit reported, and what training mode does. */
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

/** What `fit` reported last, of each output; of regularised or weighted ones, with that in it. */
function reportedBy({ model, recording }: Trained, { tasks }: Recipe): Scores {
  const last = recording.epochs.at(-1)!;
  const single = tasks.length === 1;
  const of = (output: string, metric: string): number => last[single ? metric : `${output}_${metric}`] ?? NaN;
  return {
    losses: model.outputNames.map((name) => of(name, 'loss')),
    accuracies: model.outputNames
      .filter((_, at) => tasks[at] === 'class')
      .map((name) => of(name, 'accuracy')),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** In the way of the matrix (`bench/matrix/README.md`), which has nothing of the code under test. */
export function soundTruth(trained: Trained, rows: Rows, recipe: Recipe, seed: number): SoundTruth {
  const tasks = recipe.tasks.map((task) => matrixTask[task]);
  const count = rows.xs.shape[0];
  const reported = reportedBy(trained, recipe);
  const measured = measure(trained.model, { count, xs: [rows.xs], ys: [trained.targets].flat() }, tasks, {
    batchSize: recipe.batchSize,
    seed,
    reported,
  });
  const { predict, constantLosses } = measured;
  const updates = recipe.epochs * Math.ceil(count / recipe.batchSize);
  const statistics = statisticsTruth(measured, recipe.momentum ** updates).is;
  const truth = predictTruth(measured).is;
  const keeps = tellsClasses(recipe)
    ? reported.accuracies[0]! - predict.accuracies[0]! <= margin.accuracy
    : sum(predict.losses) - sum(reported.losses) <= margin.loss * sum(constantLosses);
  return {
    confirmed: keeps && truth !== 'trapped',
    statisticsAreOff: statistics === 'not converged',
    truths: { predict: truth, statistics },
    fitAccuracy: tellsClasses(recipe) ? reported.accuracies[0]! : NaN,
    predictAccuracy: tellsClasses(recipe) ? predict.accuracies[0]! : NaN,
  };
}
