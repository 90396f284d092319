/** Metrics by name: `loss`, `accuracy` (whatever `fit` calls it), and others under the names of `fit`. */
export type MetricValues = Readonly<Record<string, number>>;

/** One batch of `fit`: its metrics were measured before its update, in training mode. */
export interface BatchRecord {
  readonly size: number;
  readonly metrics: MetricValues;
}

/** Moving statistics of a BatchNorm layer before training; one number where all channels had the same. */
export interface StartStatistics {
  readonly mean: number | readonly number[];
  readonly variance: number | readonly number[];
}

type OneOutput = Readonly<Record<string, number>>;

/** `classWeight` as `fit` takes it: one map for the one output, or several in the order of the outputs or by name. */
export type ClassWeights = OneOutput | readonly OneOutput[] | Readonly<Record<string, OneOutput>>;

/** What a fit left behind: plain data, the same after JSON. */
export interface Recording {
  readonly version: 1;
  /** Metrics of every epoch: means over its batches, weighted by batch size. */
  readonly epochs: readonly MetricValues[];
  /** The batches of the last epoch, in order. */
  readonly lastEpoch: readonly BatchRecord[];
  /** Updates of the weights, one per batch. */
  readonly updates: number;
  /** The largest batch. */
  readonly batchSize: number;
  /** Rows in an epoch. */
  readonly rows: number;
  /** Mean regulariser penalty that is part of the last epoch's loss; 0 without regularisers. */
  readonly penalty: number;
  /** The loss of each output; absent in recordings of older versions. */
  readonly losses?: readonly string[];
  /** The weight of each class in the loss, if `fit` was given any: for the one output, or for each. */
  readonly classWeight?: ClassWeights;
  /** Digest of the rows of `{ xs, ys }`, the same for every order of rows. */
  readonly dataDigest: string;
  /** Digest of all weights after the fit, moving statistics left out (recalibration may move those). */
  readonly weightsDigest: string;
  /** Moving statistics before the fit, by the path of the layer. */
  readonly batchNormStart: Readonly<Record<string, StartStatistics>>;
  /** Layers that were meant to be frozen and whose weights the fit changed; absent where there is none. */
  readonly frozenMoved?: readonly string[];
  /** Whether `fit` put the rows in a new order in every epoch; absent where that is not known. */
  readonly shuffled?: boolean;
  /** The seed of `train`. */
  readonly seed?: number;
}
