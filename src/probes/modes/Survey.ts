import type { BatchNormMeasurement } from '../batchNorm/BatchNormMeasurement';

/** Predictions of the same rows on every rung below fit time, in the order of the rows. */
export interface Survey {
  /** Shape of the predictions: `[rows, ...]`. */
  readonly shape: readonly number[];
  /** One for each shuffled batching. */
  readonly trainingMode: readonly Float32Array[];
  readonly dropoutOff: readonly Float32Array[];
  readonly population: Float32Array;
  readonly inference: Float32Array;
  readonly batchNorm: readonly BatchNormMeasurement[];
}
