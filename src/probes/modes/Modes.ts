import type { BatchNormMeasurement } from '../batchNorm/BatchNormMeasurement';
import type { MetricValues, Recording } from '../recording/Recording';

export type RungName =
  'fit-time' | 'training-mode' | 'dropout-off' | 'population-batchnorm' | 'inference-mode';

/** One rung of the mode ladder. */
export interface Rung {
  readonly rung: RungName;
  /** The same metrics on every rung: those that the fit reported. */
  readonly metrics: MetricValues;
  /** Largest minus smallest over the batchings; 0 where there is one. */
  readonly spread: MetricValues;
  /** Change from the rung above; undefined on the first. */
  readonly step: MetricValues | undefined;
}

/** The mode ladder and what it was measured on. */
export interface Modes {
  /** Fit time first, inference mode last; five rungs. */
  readonly ladder: readonly Rung[];
  readonly rows: number;
  readonly batchSize: number;
  readonly batchings: number;
  readonly seed: number;
  /** Names of metrics bounded by 0 and 1 where higher is better. */
  readonly accuracies: readonly string[];
  /** Loss of the best constant prediction on these rows. */
  readonly lossScale: number;
  /**
   * Rows that are wrong in inference mode and right in training mode in every batching, by accuracy metric: a loss that
   * batch composition does not explain.
   */
  readonly keptInTraining: Readonly<Record<string, number>>;
  /** Whether the rows are those of the recording; undefined without one. */
  readonly sameRows: boolean | undefined;
  /** Whether the weights are those that the fit ended with; undefined without a recording. */
  readonly sameWeights: boolean | undefined;
  /** Rows whose inference-mode prediction holds NaN or Infinity. */
  readonly nonFiniteRows: readonly number[];
  /** The first weight, in the order of the layers, that holds NaN or Infinity. */
  readonly nonFiniteWeight: string | undefined;
  /** Whether a layer draws random numbers in training mode. */
  readonly noisy: boolean;
  readonly batchNorm: readonly BatchNormMeasurement[];
  readonly recording: Recording | undefined;
}
