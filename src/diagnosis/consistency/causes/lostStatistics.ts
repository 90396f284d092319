import type { BatchNormMeasurement } from '../../../probes/batchNorm/BatchNormMeasurement';
import type { Modes } from '../../../probes/modes/Modes';
import type { Cause } from '../../Cause';
import { statisticsText } from '../../text/statisticsText';

/** BatchNorm layers that were trained, and whose moving statistics are 0 and 1 in every channel: not saved, or not loaded. */
export function lostStatistics(share: number, { batchNorm }: Modes): Cause | undefined {
  const lost = batchNorm.filter(isLost);
  return lost.length === 0
    ? undefined
    : { id: 'batchnorm-stats-lost', share, ...statisticsText.lost(lost, batchNorm.length) };
}

/** Every update moves them, unless the momentum is 1. */
export function isLost({ moving, momentum, trained, updates }: BatchNormMeasurement): boolean {
  const areAtStart =
    moving.mean.every((value) => value === 0) && moving.variance.every((value) => value === 1);
  return areAtStart && momentum < 1 && (trained || (updates ?? 0) > 0);
}
