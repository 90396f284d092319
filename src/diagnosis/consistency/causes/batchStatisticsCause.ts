import type { Modes } from '../../../probes/modes/Modes';
import type { Cause } from '../../Cause';
import { causeText } from '../../text/causeText';
import { remedyText } from '../../text/remedyText';
import { isComposed, mixedLayers } from '../batchOrder';
import { composition, mixed } from './composition';
import { outlier } from './outlier';

/**
 * Batches give other predictions than all rows do. Shuffled batches are alike but for chance, so it is their size, or single rows; the
 * batches of a stream may differ by what they hold.
 */
export function batchStatisticsCause(share: number, modes: Modes): Cause {
  if (modes.streamed && isComposed(modes)) return composition(share, modes);
  const shared = mixedLayers(modes);
  if (shared.length > 0) return mixed(share, shared);
  return outlier(share, modes) ?? batchNoise(share, modes);
}

export function batchNoise(share: number, modes: Modes): Cause {
  return {
    id: 'batchnorm-batch-noise',
    share,
    evidence: [causeText.batchNoise(modes)],
    remedy: remedyText.batchNoise(modes),
  };
}
