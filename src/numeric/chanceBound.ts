/**
 * An upper bound for the probability that one of `hypotheses` guesses gets `right` of `trials` or more right, each with probability `p`:
 * Chernoff's `exp(-trials KL(right/trials || p))` (Hoeffding 1963, theorem 1), summed over the guesses. 1 where it says nothing.
 *
 * @param logHypotheses natural logarithm of their number: there may be more than a float64 can hold
 */
export function chanceBound(right: number, trials: number, p: number, logHypotheses: number): number {
  const share = right / trials;
  if (share <= p || p >= 1) return 1;
  const term = (a: number, b: number): number => (a === 0 ? 0 : a * Math.log(a / b));
  const divergence = term(share, p) + term(1 - share, 1 - p);
  return Math.min(1, Math.exp(logHypotheses - trials * divergence));
}

/** ln(1 · 2 ... n). */
export function logFactorial(n: number): number {
  let sum = 0;
  for (let k = 2; k <= n; k++) sum += Math.log(k);
  return sum;
}
