import type { BatchNormMeasurement } from './BatchNormMeasurement';

/** The moving statistics of a model, where they are going, and what difference that makes to its predictions. */
export interface BatchNormStatistics {
  readonly layers: readonly BatchNormMeasurement[];
  /** `layer/weight` of the first weight that holds NaN or Infinity. */
  readonly nonFiniteWeight: string | undefined;
  readonly rows: number;
  readonly batchSize: number;
  readonly batchings: number;
  readonly seed: number;
  /** What putting population statistics in place of the moving ones does to the predictions of these rows. */
  readonly swapped: {
    /** Rows whose largest column changes; undefined for outputs of one column. */
    readonly flips: number | undefined;
    /** Largest absolute change of a prediction. */
    readonly largestChange: number;
  };
}
