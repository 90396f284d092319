import type { Moments } from '../../numeric/Moments';
import type { BatchNormMeasurement } from '../../probes/batchNorm/BatchNormMeasurement';
import { channelDistances } from './channelDistance';
import { layerDistance } from './layerDistance';

/** Whether the moving statistics are nearer to what batches in the given order tend to than to shuffled ones. */
export function followsGivenOrder(layer: BatchNormMeasurement): boolean {
  if (layer.inGivenOrder === undefined) return false;
  const to = (goal: Moments): number => layerDistance(channelDistances(layer.moving, [goal], layer));
  return to(layer.inGivenOrder.settled) < to(layer.settled) / 2;
}
