import type { LayersModel } from '@tensorflow/tfjs';
import type { BatchNormMeasurement } from '../batchNorm/BatchNormMeasurement';
import { hasMoved } from '../batchNorm/hasMoved';
import { callTimeTraining } from '../model/callTimeTraining';
import type { Recording } from '../recording/Recording';

/** Paths of layers that were meant to stand still, or to be in inference mode, in training, and were not. */
export interface FrozenFindings {
  /** BatchNorm layers that are frozen and whose moving statistics are not those that the fit started from. */
  readonly drifted: readonly string[];
  /** Layers that were applied with `{ training: ... }`, which tfjs ignores. */
  readonly callTimeTraining: readonly string[];
  /** Frozen layers whose weights the fit changed. */
  readonly weightsMoved: readonly string[];
}

export function frozenFindings(
  model: LayersModel,
  batchNorm: readonly BatchNormMeasurement[],
  recording: Recording | undefined,
): FrozenFindings {
  return {
    drifted: batchNorm.filter((layer) => layer.frozen && hasMoved(layer)).map(({ path }) => path),
    callTimeTraining: callTimeTraining(model),
    weightsMoved: recording?.frozenMoved ?? [],
  };
}
