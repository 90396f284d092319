import type { Drift } from './drift';
import type { Scores } from './Scores';

/** Everything that was measured of one trained model, and nothing that a matcher said. */
export interface Measured {
  readonly rows: number;
  /** What `fit` reported for its last epoch. */
  readonly fitTime: Scores;
  /** Of each batching in training mode, on the final weights. */
  readonly training: readonly Scores[];
  readonly predict: Scores;
  /** Loss of the best constant prediction of each output: the unit of its losses. */
  readonly constantLosses: readonly number[];
  readonly drifts: readonly Drift[];
}

export interface Judged<Answer extends string> {
  readonly is: Answer | 'undecided';
  /** Why it is undecided, in a few words that many models share; otherwise what decided. */
  readonly because: string;
}

/** Whether predict does what training mode does: the truth that the matchers together are held against. */
export type PredictTruth = Judged<'trapped' | 'healthy'>;
/** Whether moving statistics are where their batches take them: the truth for the statistics matcher. */
export type StatisticsTruth = Judged<'converged' | 'not converged'>;

/** Worse than this is a trap: of accuracy, and of the loss in units of `constantLosses`. */
export const trapMargin = { accuracy: 0.05, loss: 0.1 };
/** As good as training mode, and as what `fit` reported. */
export const healthyMargin = { accuracy: 0.02, loss: 0.05 };
/** Of `Drift.error`, absolute or in multiples of `Drift.wander`. */
export const driftMargin = { converged: 0.2, convergedWanders: 2, not: 0.5, notWanders: 4 };
