/** Metrics by name: `loss`, `accuracy` (whatever `fit` calls it), and others under the names of `fit`. */
export type MetricValues = Readonly<Record<string, number>>;

/** One batch of `fit`, or a few neighbours of a long epoch: metrics were measured before the update, in training mode. */
export interface BatchRecord {
  readonly size: number;
  readonly metrics: MetricValues;
  /** The sum of 32-bit prints of the inputs of its rows, the same in any order. Since version 2. */
  readonly print?: number;
}

/** Moving statistics of a BatchNorm layer before training; one number where all channels had the same. */
export interface StartStatistics {
  readonly mean: number | readonly number[];
  readonly variance: number | readonly number[];
}

/** What is kept of the weights of a layer. */
export interface LayerPrint {
  readonly digest: string;
  /** Square root of the sum of squares. */
  readonly norm: number;
  /** Up to eight numbers of its first weight, evenly spaced; five digits of each. */
  readonly sample: readonly number[];
}

/** Moving statistics after so many updates: of each BatchNorm layer, in the order of the model, means over its channels of mean and variance. */
export interface TrajectoryPoint {
  readonly updates: number;
  readonly layers: readonly (readonly [mean: number, variance: number])[];
}

type OneOutput = Readonly<Record<string, number>>;

/** `classWeight` as `fit` takes it: one map for the one output, or several in the order of the outputs or by name. */
export type ClassWeights = OneOutput | readonly OneOutput[] | Readonly<Record<string, OneOutput>>;

/** What a fit left behind: plain data, the same after JSON. */
export interface Recording {
  /** 1 before there were digests of single sides and layers. */
  readonly version: 1 | 2;
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
  /** Digests of the inputs and of the targets alone, in any order. Since version 2. */
  readonly inputsDigest?: string;
  readonly targetsDigest?: string;
  /** Rows of each class, for each output; null where targets are no classes. Since version 2. */
  readonly labels?: readonly (readonly number[] | null)[];
  /** Whether inputs, and targets, were others from epoch to epoch; absent where one epoch was seen, or none. Since version 2. */
  readonly changes?: { readonly inputs: boolean; readonly targets: boolean };
  /** What the weights of each layer that has any were after the fit, in the order of the model; moving statistics left out. Since version 2. */
  readonly layers?: readonly LayerPrint[];
  /** Where moving statistics were along the fit. Since version 2. */
  readonly movingStatistics?: readonly TrajectoryPoint[];
  /** Digest of all weights after the fit, moving statistics left out (recalibration may move those). */
  readonly weightsDigest: string;
  /** Moving statistics before the fit, by the path of the layer. */
  readonly batchNormStart: Readonly<Record<string, StartStatistics>>;
  /** Layers that were meant to be frozen and whose weights the fit changed; absent where there is none. */
  readonly frozenMoved?: readonly string[];
  /** Whether `fit` put the rows in a new order in every epoch: told by `train`, or seen in the batches; absent where that is not known. */
  readonly shuffled?: boolean;
  /** The seed of `train`. */
  readonly seed?: number;
}
