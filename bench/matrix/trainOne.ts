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
    metrics: metricsFor(architecture),
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
    reported: reportedIn(last, architecture),
    dispose,
  };
}

/** One tensor where there is one, as users pass it. */
function dataOf({ xs, ys }: MatrixRows): TrainedModel['data'] {
  const single = <T>(values: readonly T[]): T => (values.length === 1 ? values[0]! : ([...values] as T));
  return { xs: single(xs), ys: single(ys) };
}

/** Accuracy of the outputs that have one; tfjs reports one of a number too if it is asked for all outputs. */
function metricsFor({ outputs, outputNames }: Architecture): string[] | Record<string, string> {
  if (outputNames === undefined) return outputs[0] === 'number' ? [] : ['accuracy'];
  const classifying = outputNames.filter((_, output) => outputs[output] !== 'number');
  return Object.fromEntries(classifying.map((name) => [name, 'accuracy']));
}

/** With one output the key of its accuracy is `acc`, with several it is the output's name and `_acc`. */
function reportedIn(logs: tf.Logs, { outputs, outputNames }: Architecture): Scores {
  const keys = outputNames === undefined ? ['acc'] : outputNames.map((name) => `${name}_acc`);
  const accuracies = keys.filter((_, output) => outputs[output] !== 'number').map((key) => logs[key]!);
  const lossKeys = outputNames === undefined ? ['loss'] : outputNames.map((name) => `${name}_loss`);
  return { losses: lossKeys.map((key) => logs[key]!), accuracies };
}
