import type { Result } from '../runOne';

/** One of the two matchers held against its truth. */
export interface Held {
  readonly matcher: 'toPredictConsistentlyWithTraining' | 'toHaveConvergedBatchNormStats';
  readonly truth: 'predict' | 'statistics';
  /** The truth that asks for red, and the one that asks for green. */
  readonly bad: string;
  readonly good: string;
}

export const heldAgainst: readonly Held[] = [
  { matcher: 'toPredictConsistentlyWithTraining', truth: 'predict', bad: 'trapped', good: 'healthy' },
  {
    matcher: 'toHaveConvergedBatchNormStats',
    truth: 'statistics',
    bad: 'not converged',
    good: 'converged',
  },
];

export interface Tally {
  readonly hits: readonly Result[];
  readonly misses: readonly Result[];
  readonly falseAlarms: readonly Result[];
  readonly rightGreens: readonly Result[];
  readonly undecided: readonly Result[];
}

/** Sorts results by what is true and what the matcher said. An error is never right: a miss, or a false alarm. */
export function tallyOf(results: readonly Result[], { matcher, truth, bad, good }: Held): Tally {
  const bads = results.filter((result) => result[truth].is === bad);
  const goods = results.filter((result) => result[truth].is === good);
  return {
    hits: bads.filter((result) => result[matcher].said === 'red'),
    misses: bads.filter((result) => result[matcher].said !== 'red'),
    falseAlarms: goods.filter((result) => result[matcher].said !== 'green'),
    rightGreens: goods.filter((result) => result[matcher].said === 'green'),
    undecided: results.filter((result) => result[truth].is === 'undecided'),
  };
}

/** Traps that neither matcher is red for. */
export function uncaught(results: readonly Result[]): readonly Result[] {
  return results.filter(
    ({ predict, ...said }) =>
      predict.is === 'trapped' &&
      said.toPredictConsistentlyWithTraining.said !== 'red' &&
      said.toHaveConvergedBatchNormStats.said !== 'red',
  );
}
