import type { MetricValues } from '../recording/Recording';

/** The same rows through `predict` again. */
export interface Repeated {
  /** Whether the predictions were others, though nothing was remembered from the first time. */
  readonly differs: boolean;
  /** The metrics with states reset before every batch; undefined for a model without states. */
  readonly withoutMemory: MetricValues | undefined;
}
