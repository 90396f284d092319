import { expect, test } from '@jest/globals';
import { interval } from '../../bench/matrix/report/interval';

// Of 0: 1 - 0.025 ** (1 / n). The others: scipy.stats.beta.ppf(0.025, k, n - k + 1), beta.ppf(0.975, k + 1, n - k).
test.each([
  [0, 125, 0, 1 - 0.025 ** (1 / 125)],
  [125, 125, 0.025 ** (1 / 125), 1],
  [5, 10, 0.18708602844739855, 0.8129139715526015],
  [35, 40, 0.7319670826382796, 0.9581403738613833],
])('the exact 95 %% interval of %d in %d', (hits, trials, lower, upper) => {
  const [low, high] = interval(hits, trials);
  expect(low).toBeCloseTo(lower, 9);
  expect(high).toBeCloseTo(upper, 9);
});
