/**
 * P[X <= successes] for X binomial with `trials` and success probability `p`: the exact sum. Each term is made from its
 * neighbour, relative to the one at `successes`, so that nothing of size is rounded. Below 1e-308 it is 0. Cost grows with
 * `trials`.
 */
export function binomialCdf(successes: number, trials: number, p: number): number {
  if (successes < 0) return 0;
  if (successes >= trials || p <= 0) return 1;
  if (p >= 1) return 0;
  const odds = p / (1 - p);
  let [upTo, beyond] = [1, 0];
  for (let k = successes, term = 1; k > 0 && term > 0; k--) upTo += term *= k / ((trials - k + 1) * odds);
  for (let k = successes, term = 1; k < trials && term > 0; k++)
    beyond += term *= ((trials - k) * odds) / (k + 1);
  return upTo === Infinity ? 1 : upTo / (upTo + beyond);
}
