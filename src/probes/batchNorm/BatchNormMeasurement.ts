import type { Moments } from '../../numeric/Moments';
import type { StartStatistics } from '../recording/Recording';

/** What was measured of one BatchNorm layer; vectors hold one number per channel. */
export interface BatchNormMeasurement {
  readonly path: string;
  readonly momentum: number;
  readonly epsilon: number;
  /** What the layer normalises by in inference mode. */
  readonly moving: Moments;
  /** What the moving statistics tend to: means of the batch means and of the biased batch variances in training mode. */
  readonly settled: Moments;
  /** Exact mean and biased variance over all rows, noise layers off: what recalibration installs. */
  readonly population: Moments;
  /** Batch-to-batch standard deviation of the batch means and the batch variances, at the fit's batch size. */
  readonly batchNoise: { readonly mean: Float64Array; readonly variance: Float64Array };
  /** Updates of the moving statistics so far; undefined without a recording. */
  readonly updates: number | undefined;
  /** Where the moving statistics started; undefined without a recording. */
  readonly start: StartStatistics | undefined;
}
