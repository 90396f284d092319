import type { Optimizer, Variable } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';

/** The fields of tfjs' AdamOptimizer that its type does not show. */
interface Adam {
  readonly beta1: number;
  readonly beta2: number;
  readonly iterations: number;
  readonly accBeta1: Variable;
  readonly accBeta2: Variable;
}

/**
 * The powers of Adam's betas as training leaves them: multiplied step by step in float32. The file does not hold them, and tfjs takes
 * `pow` of the number of updates, which is another number in the last digits: a training that goes on would leave its track.
 */
export function exactPowers(optimizer: Optimizer): void {
  if (optimizer.getClassName() !== 'Adam') return;
  const { beta1, beta2, iterations, accBeta1, accBeta2 } = optimizer as unknown as Adam;
  tf.tidy(() => {
    accBeta1.assign(tf.scalar(power(beta1, iterations)));
    accBeta2.assign(tf.scalar(power(beta2, iterations)));
  });
}

function power(beta: number, updates: number): number {
  const factor = Math.fround(beta);
  let product = factor;
  // A product that stands still (0, or no longer smaller) stays where it is: a damaged count must not take for ever.
  for (let update = 0; update < updates; update++) {
    const next = Math.fround(product * factor);
    if (next === product) break;
    product = next;
  }
  return product;
}
