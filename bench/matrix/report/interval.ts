import { binomialCdf } from '../../../src/numeric/binomialCdf';

/**
 * The exact 95 % interval of a share (Clopper and Pearson): its ends are the shares under which so few, or so many, hits have a
 * probability of 2.5 %. By bisection over the distribution function that the product has and tests to 1e-9: a library
 * for the quantile of the beta distribution would bring nothing but a second implementation (decisions/0006).
 */
export function interval(hits: number, trials: number): readonly [number, number] {
  const lower = hits === 0 ? 0 : root((p) => binomialCdf(hits - 1, trials, p) > 0.975);
  const upper = hits === trials ? 1 : root((p) => binomialCdf(hits, trials, p) > 0.025);
  return [lower, upper];
}

/** Where a claim that is true for small shares ceases to be. */
function root(holds: (p: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}
