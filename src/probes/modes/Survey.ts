import type { Batch } from '../../input/Rows';
import type { BatchNormMeasurement } from '../batchNorm/BatchNormMeasurement';
import type { Table } from '../metrics/Table';

/** One table for each output of the model, for the rows of one batch. */
export type Outputs = readonly Table[];

/** Is shown every batch in every mode; keeps what it needs, since nothing else does. */
export interface ModeWatcher {
  /** In training mode, in one of several shuffled batchings: with noise layers on, and off. */
  training?(batching: number, batch: Batch, noisy: Outputs, quiet: Outputs): Promise<void>;
  /** In training mode, the rows in the order in which they are given. */
  inGivenOrder?(batch: Batch, noisy: Outputs): Promise<void>;
  /** Whether inference mode can be left out, by what training mode tells of the BatchNorm layers. */
  isEnough?(batchNorm: readonly BatchNormMeasurement[]): boolean;
  /** In inference mode, with moving statistics and with population statistics in BatchNorm layers. */
  inference(batch: Batch, inference: Outputs, population: Outputs): Promise<void>;
}

export interface Survey {
  /** Batchings in training mode; 0 where no layer of the model depends on the mode. */
  readonly batchings: number;
  /** Rows in a batch; of a stream, in its largest. */
  readonly batchSize: number;
  readonly batchNorm: readonly BatchNormMeasurement[];
}
