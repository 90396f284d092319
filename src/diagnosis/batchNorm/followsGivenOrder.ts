import { quantile } from '../../numeric/quantile';
import type { BatchNormMeasurement } from '../../probes/batchNorm/BatchNormMeasurement';
import { channelDistances } from './channelDistance';

/** Whether the moving statistics are nearer to what batches in the given order tend to than to shuffled ones. */
export function followsGivenOrder(layer: BatchNormMeasurement): boolean {
  if (layer.inGivenOrder === undefined) return false;
  const to = (goal: BatchNormMeasurement['settled']): number =>
    quantile(
      channelDistances(layer.moving, [goal], layer).map(({ distance }) => distance),
      0.9,
    );
  return to(layer.inGivenOrder.settled) < to(layer.settled) / 2;
}
