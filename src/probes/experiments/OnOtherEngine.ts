import type { MetricValues } from '../recording/Recording';

/** What `predict` gives for some of the rows on this engine, and on TensorFlow.js' own `cpu` engine. */
export interface OnOtherEngine {
  readonly rows: number;
  /** The engine that runs. */
  readonly engine: string;
  readonly here: MetricValues;
  readonly there: MetricValues;
  /** Largest difference of two numbers of the predictions; NaN where one is NaN and the other is not. */
  readonly largest: number;
}
