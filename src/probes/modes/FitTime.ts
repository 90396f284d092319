import type { MetricValues } from '../recording/Recording';

/** Fit-time metrics that are known without a recording: of the last epoch, as `fit` printed them. */
export type FitTime = Readonly<Record<string, number>>;

/** What `model.fit` returns, or its `history` alone. */
export type FitHistory =
  | { readonly history: Readonly<Record<string, readonly unknown[]>> }
  | Readonly<Record<string, readonly unknown[]>>;

/** What the fit promised. */
export interface Promised {
  /** The metrics of its last epoch without regulariser penalties: what can be held against predictions. */
  readonly metrics: MetricValues;
  /** Without a recording nobody knows how many updates and which rows stand behind the numbers. */
  readonly recorded: boolean;
  /** Mean regulariser penalty that was in the loss that fit reported. */
  readonly penalty: number;
  /** How much the class weights change the loss in inference mode; undefined where all classes weigh the same. */
  readonly weighting: number | undefined;
}
