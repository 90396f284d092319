import type { Data, Side } from '../input/Data';
import type { PredictionImageOptions } from './picture/PredictionImageOptions';
import type { PredictionSnapshotOptions } from './prediction/PredictionSnapshotOptions';
import type { ConvergedBatchNormOptions } from './toHaveConvergedBatchNormStats';
import type { PredictConsistentlyOptions } from './toPredictConsistentlyWithTraining';

/** What the matchers add to `expect(...)`. Each is asynchronous, so that a missing `await` is a lint error. */
export interface ModelMatchers {
  /**
   * Passes when inference mode on the training data is no worse than what the fit reported.
   *
   * @param data `{ xs, ys }`. Default: what the model was trained on, if it comes from `train`
   * @param options `tolerance` of accuracies (0.05), `lossTolerance` (0.10 of the loss of the best constant
   *   prediction), `recording`, `fitTime` or `history` for a model that was trained elsewhere
   */
  toPredictConsistentlyWithTraining(data?: Data, options?: PredictConsistentlyOptions): Promise<void>;
  /**
   * Passes when the moving statistics of every BatchNorm layer are where the training data takes them.
   *
   * @param data `{ xs, ys }`. Default: what the model was trained on, if it comes from `train`
   * @param options `tolerance` (0.5), `batchSize` of the fit for a model that was trained elsewhere
   */
  toHaveConvergedBatchNormStats(data?: Data, options?: ConvergedBatchNormOptions): Promise<void>;
  /**
   * Passes when the predictions for these inputs are those of the snapshot, within tolerance.
   *
   * @param inputs the rows to predict. Default: what the model was trained on, if it comes from `train`
   * @param options `hint`, `atol` and `rtol` (for all outputs or by name), `classNames`, `labels`, `decision`, `nonFinite`
   */
  toMatchPredictionSnapshot(inputs?: Side | Data, options?: PredictionSnapshotOptions): Promise<void>;
  /**
   * Passes when the picture of the predictions is that of the snapshot, by jest-image-snapshot.
   *
   * @param inputs the rows to predict. Default: what the model was trained on, if it comes from `train`
   * @param options `kind` (`heatMap`, `confusionMatrix`, `image`), `labels`, `classNames`, `output`, `failureThreshold`
   */
  toMatchPredictionImageSnapshot(inputs?: Side | Data, options?: PredictionImageOptions): Promise<void>;
}
