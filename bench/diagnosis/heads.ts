import * as tf from '@tensorflow/tfjs';
import type { Rows } from './dataSets';

/** What an output is trained to: the class, or a number that the class tells. */
export type Task = 'class' | 'number';

export interface Heads {
  readonly on: (model: tf.LayersModel) => tf.LayersModel;
  readonly targets: tf.Tensor | tf.Tensor[];
  readonly losses: string | string[];
  readonly metrics: string[];
}

const lossOf: Readonly<Record<Task, string>> = {
  class: 'categoricalCrossentropy',
  number: 'meanSquaredError',
};

const targetOf = (task: Task, { ys }: Rows): tf.Tensor =>
  task === 'class' ? ys : tf.sub(tf.cast(tf.argMax(ys, 1), 'float32'), 1).expandDims(1);

/** Outputs for tasks, on what comes before the last layer of a model that tells classes. */
export function withHeads(tasks: readonly Task[], rows: Rows): Heads {
  const targets = tasks.map((task) => targetOf(task, rows));
  const losses = tasks.map((task) => lossOf[task]);
  const metrics = tasks.includes('class') ? ['accuracy'] : [];
  if (tasks.length === 1 && tasks[0] === 'class')
    return { on: (model) => model, targets: rows.ys, losses: losses[0]!, metrics };
  const on = (model: tf.LayersModel): tf.LayersModel => {
    const before = model.layers.at(-1)!.input as tf.SymbolicTensor;
    const outputs = tasks.map((task) => {
      const head =
        task === 'class'
          ? tf.layers.dense({ units: rows.classes, activation: 'softmax' })
          : tf.layers.dense({ units: 1 });
      return head.apply(before) as tf.SymbolicTensor;
    });
    return tf.model({ inputs: model.inputs, outputs });
  };
  return tasks.length === 1
    ? { on, targets: targets[0]!, losses: losses[0]!, metrics }
    : { on, targets, losses, metrics };
}
