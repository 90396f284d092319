import type { MetricValues } from '../recording/Recording';

/** Fit-time metrics that are known without a recording: of the last epoch, as `fit` printed them. */
export type FitTime = Readonly<Record<string, number>>;

/** What `model.fit` returns, or its `history` alone. */
export type FitHistory =
  | { readonly history: Readonly<Record<string, readonly unknown[]>> }
  | Readonly<Record<string, readonly unknown[]>>;

/** What the fit promised: the metrics of its last epoch without regulariser penalties. */
export interface Promised {
  readonly metrics: MetricValues;
  /** Without a recording nobody knows how many updates and which rows stand behind the numbers. */
  readonly recorded: boolean;
  /** Whether regulariser penalties are in the loss still. */
  readonly penaltyIncluded: boolean;
}
