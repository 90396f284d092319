import type { Moments } from '../../numeric/Moments';
import type { BatchNormMeasurement } from '../../probes/batchNorm/BatchNormMeasurement';
import { channelDistances } from './channelDistance';
import { layerDistance } from './layerDistance';

/**
 * Whether the moving statistics are nearer to what batches in the given order tend to than to shuffled ones: over an epoch, or, where the last
 * batches hold rows of one kind, at its end.
 */
export function followsGivenOrder(layer: BatchNormMeasurement): boolean {
  if (layer.inGivenOrder === undefined) return false;
  const to = (goal: Moments): number => layerDistance(channelDistances(layer.moving, [goal], layer));
  const { settled, atEndOfEpoch } = layer.inGivenOrder;
  const near = to(layer.settled) / 2;
  // At a momentum of 1 an epoch leaves nothing, and its end is NaN.
  return to(settled) < near || to(atEndOfEpoch) < near;
}
