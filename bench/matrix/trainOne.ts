import * as tf from '@tensorflow/tfjs';
import { train } from '../../src/training/train';
import type { TrainedModel } from '../../src/training/TrainedModel';
import { architectures } from './architectures';
import type { Architecture, Task } from './architectures/Architecture';
import { type Configuration, drawnFor } from './Configuration';
import { type MatrixRows, rowsFor } from './rowsFor';
import { scheduleOf } from './schedule';
import type { Scores } from './truth/Scores';

export interface Training {
  readonly architecture: Architecture;
  readonly trained: TrainedModel;
  readonly rows: MatrixRows;
  /** The last epoch, as tfjs reports it to a callback. */
  readonly reported: Scores;
  readonly dispose: () => void;
}

const losses: Readonly<Record<Task, string>> = {
  classes: 'categoricalCrossentropy',
  'yes or no': 'binaryCrossentropy',
  number: 'meanSquaredError',
};

/** Trains one configuration with the product's own `train`. */
export async function trainOne(configuration: Configuration): Promise<Training> {
  const architecture = architectures[configuration.architecture]!;
  const { momentum, batchSize, seed } = configuration;
  const draw = drawnFor(configuration);
  const { rows: count, epochs } = scheduleOf(configuration);
  const rows = rowsFor(architecture, count, draw, seed);
  const tasks = architecture.outputs;
  let last: tf.Logs = {};
  const optimizer = tf.train.adam(draw.learningRate);
  const trained = await train(() => architecture.build(momentum), dataOf(rows), {
    epochs,
    batchSize,
    seed,
    optimizer,
    loss: tasks.length === 1 ? losses[tasks[0]!] : tasks.map((task) => losses[task]),
    ...(tasks.every((task) => task === 'number') ? {} : { metrics: ['accuracy'] }),
    callbacks: { onEpochEnd: (_epoch, logs) => void (last = { ...logs }) },
  });
  const dispose = (): void => {
    trained.dispose();
    optimizer.dispose();
    tf.dispose([...rows.xs, ...rows.ys]);
  };
  return {
    architecture,
    trained,
    rows,
    reported: reportedIn(last, trained.model.outputNames, tasks),
    dispose,
  };
}

/** One tensor where there is one, as users pass it. */
function dataOf({ xs, ys }: MatrixRows): TrainedModel['data'] {
  const single = <T>(values: readonly T[]): T => (values.length === 1 ? values[0]! : ([...values] as T));
  return { xs: single(xs), ys: single(ys) };
}

/** With one output the key of its accuracy is `acc`, with several it is the output's name and `_acc`. */
function reportedIn(logs: tf.Logs, names: readonly string[], tasks: readonly Task[]): Scores {
  const keys = tasks.length === 1 ? ['acc'] : names.map((name) => `${name}_acc`);
  const accuracies = keys.filter((_, output) => tasks[output] !== 'number').map((key) => logs[key]!);
  return { loss: logs['loss']!, accuracies };
}
