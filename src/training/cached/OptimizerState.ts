import type { Optimizer, Variable } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';

/** Numbers that an optimizer gathers for one weight. tfjs calls this OptimizerVariable and does not export it. */
export interface Slot {
  readonly originalName: string;
  readonly variable: Variable;
}

/** All that an optimizer of tfjs gathers, by property. */
export interface OptimizerState {
  readonly iterations: number;
  /** Numbers of its own, such as the powers of Adam's betas. */
  readonly own: ReadonlyMap<string, Variable>;
  readonly slots: ReadonlyMap<string, readonly Slot[]>;
}

export function optimizerState(optimizer: Optimizer): OptimizerState {
  const properties = Object.entries(optimizer) as [string, unknown][];
  return {
    iterations: optimizer.iterations,
    own: new Map(properties.filter((entry): entry is [string, Variable] => isVariable(entry[1]))),
    slots: new Map(properties.filter((entry): entry is [string, Slot[]] => Array.isArray(entry[1]))),
  };
}

export function setIterations(optimizer: Optimizer, iterations: number): void {
  (optimizer as unknown as { iterations_: number }).iterations_ = iterations;
}

const isVariable = (value: unknown): value is Variable => value instanceof tf.Variable;
