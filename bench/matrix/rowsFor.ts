import * as tf from '@tensorflow/tfjs';
import { seededRandom } from '../../src/numeric/seededRandom';
import type { Architecture, InputKind, Task } from './architectures/Architecture';
import type { Draw } from './Configuration';

export interface MatrixRows {
  readonly count: number;
  /** One tensor per input and per output. */
  readonly xs: readonly tf.Tensor[];
  readonly ys: readonly tf.Tensor[];
}

/**
 * Rows of three classes that take turns. Each class has a pattern of its own in every input, noise on top; a number to
 * learn is the first feature of the pattern plus noise. They are the caller's to dispose.
 */
export function rowsFor(
  { inputs, outputs }: Architecture,
  count: number,
  draw: Draw,
  seed: number,
): MatrixRows {
  const random = seededRandom(seed + 7919);
  const classOf = Array.from({ length: count }, (_, row) => row % 3);
  return {
    count,
    xs: inputs.map((input) => drawnInput(input, classOf, draw, random)),
    ys: outputs.map((task) => target(task, classOf, draw, random)),
  };
}

function drawnInput(
  input: InputKind,
  classOf: readonly number[],
  draw: Draw,
  random: () => number,
): tf.Tensor {
  const { shape, vocabulary } = input;
  const size = shape.reduce((product, length) => product * length, 1);
  const pattern = Array.from({ length: 3 * size }, () => normal(random));
  const value = (kind: number, i: number): number => {
    const signal = pattern[kind * size + i]! + draw.noise * normal(random);
    if (vocabulary === undefined) return draw.centre + draw.spread * signal;
    return Math.min(vocabulary - 1, Math.max(0, Math.round(vocabulary / 2 + 2 * signal)));
  };
  const values = classOf.flatMap((kind) => Array.from({ length: size }, (_, i) => value(kind, i)));
  return tf.tensor(values, [classOf.length, ...shape], 'float32');
}

function target(task: Task, classOf: readonly number[], draw: Draw, random: () => number): tf.Tensor {
  switch (task) {
    case 'classes':
      return tf.tensor2d(classOf.map((kind) => [0, 1, 2].map((other) => Number(other === kind))));
    case 'yes or no':
      return tf.tensor2d(classOf.map((kind) => [Number(kind === 0)]));
    case 'number':
      return tf.tensor2d(classOf.map((kind) => [kind - 1 + 0.2 * draw.noise * normal(random)]));
  }
}

/** Standard normal, by Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
