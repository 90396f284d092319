import * as tf from '@tensorflow/tfjs';
import { seededRandom } from '../../src/numeric/seededRandom';
import type { Case } from './operations';

/** Largest difference, in parts of the largest number of the other engine or of 1, which numbers that go in come up to. */
export interface Difference {
  readonly value: number;
  readonly gradient: number;
}

type Numbers = Float32Array;

/** Values first, then the gradient of each input. */
async function computedOn(backend: string, drawn: Case, seed: number): Promise<readonly Numbers[]> {
  await tf.setBackend(backend);
  const random = seededRandom(seed);
  const variables = drawn.inputs.map((shape) => {
    const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 2 * random() - 1);
    return tf.tidy(() => tf.variable(tf.tensor(values, [...shape])));
  });
  let value: tf.Tensor | undefined;
  const { value: loss, grads } = tf.variableGrads(() => {
    value = tf.keep(drawn.of(variables));
    // Not all alike, so that no gradient falls on the wrong place unseen.
    const weights = tf.tensor(
      Float32Array.from({ length: value.size }, () => 2 * random() - 1),
      value.shape,
    );
    return value.mul(weights).sum();
  }, variables);
  const tensors = [value!, ...variables.map(({ name }) => grads[name]!)];
  const numbers = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
  tf.dispose([loss, ...tensors, ...variables]);
  return numbers;
}

export async function compared(
  drawn: Case,
  [one, other]: readonly [string, string],
  seed: number,
): Promise<Difference> {
  const ours = await computedOn(one, drawn, seed);
  const theirs = await computedOn(other, drawn, seed);
  const [value = 0, ...gradients] = ours.map((numbers, index) => difference(numbers, theirs[index]!));
  return { value, gradient: Math.max(...gradients) };
}

/** Infinite where one of them is no number. */
function difference(ours: Numbers, theirs: Numbers): number {
  let [largest, apart] = [0, 0];
  for (const [index, value] of theirs.entries()) {
    const here = Math.abs(ours[index]! - value);
    if (Number.isNaN(here)) return Infinity;
    largest = Math.max(largest, Math.abs(value));
    apart = Math.max(apart, here);
  }
  return ours.length === theirs.length ? apart / Math.max(largest, 1) : Infinity;
}
