import type { LayersModel } from '@tensorflow/tfjs';
import type { BatchNormMeasurement } from '../batchNorm/BatchNormMeasurement';
import { callTimeTraining } from '../model/callTimeTraining';
import { frozenLayersOf } from '../model/frozenLayersOf';
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
  const frozen = new Set(frozenLayersOf(model).map(({ path }) => path));
  return {
    drifted: batchNorm.filter((layer) => frozen.has(layer.path) && hasMoved(layer)).map(({ path }) => path),
    callTimeTraining: callTimeTraining(model),
    weightsMoved: recording?.frozenMoved ?? [],
  };
}

/** Not for rounding: one update changes most statistics by far more. */
function hasMoved({ start, moving }: BatchNormMeasurement): boolean {
  if (start === undefined) return false;
  const differs = (from: number | readonly number[], to: Float64Array): boolean =>
    to.some((value, c) => {
      const before = typeof from === 'number' ? from : from[c]!;
      return Math.abs(value - before) > 1e-6 * Math.max(1, Math.abs(before));
    });
  return differs(start.mean, moving.mean) || differs(start.variance, moving.variance);
}
