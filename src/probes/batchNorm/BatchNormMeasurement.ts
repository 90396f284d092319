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
  /**
   * Standard errors of the population mean and variance, the rows being a sample of those that the layer was trained on;
   * undefined where they are the rows of the fit.
   */
  readonly samplingNoise: { readonly mean: Float64Array; readonly variance: Float64Array } | undefined;
  /** The step of moving statistics that were stored in 8 bits; 0 for others. */
  readonly storedStep: { readonly mean: number; readonly variance: number };
  /**
   * The same two for batches of the rows in the order in which they are given, and where moving statistics are after the last of them;
   * undefined where the batchings are in that order anyhow. A fit without shuffling tends to these.
   */
  readonly inGivenOrder:
    | {
        readonly settled: Moments;
        readonly atEndOfEpoch: Moments;
        readonly noiseOfMean: Float64Array;
        readonly batches: number;
      }
    | undefined;
  /** How often the layer is called in one pass: more than once where it is used at several places, or step by step. */
  readonly callsPerBatch: number;
  /** Batches in all batchings. */
  readonly batches: number;
  /** Rows in a batch. */
  readonly batchSize: number;
  /** Whether the layer, or a model that holds it, is set to `trainable = false`. */
  readonly frozen: boolean;
  /** Whether gamma or beta is not what it starts from (1 and 0): some fit has trained the layer. */
  readonly trained: boolean;
  /** Updates of the moving statistics so far; undefined without a recording. */
  readonly updates: number | undefined;
  /** Where the moving statistics started; undefined without a recording. */
  readonly start: StartStatistics | undefined;
}
