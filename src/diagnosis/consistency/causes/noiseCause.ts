import type { Modes } from '../../../probes/modes/Modes';
import type { Cause } from '../../Cause';
import { causeText } from '../../text/causeText';
import { remedyText } from '../../text/remedyText';
import type { JudgedMetric } from '../ConsistencyVerdict';

/** What layers do in training mode only: tfjs' own drop or add noise, others may do anything. */
export function noiseCause(share: number, metric: JudgedMetric, modes: Modes): Cause {
  return modes.customLayers.length > 0
    ? {
        id: 'custom-layer-mode',
        share,
        evidence: [causeText.customLayers(modes, metric)],
        remedy: remedyText.customLayers,
      }
    : {
        id: 'stochastic-layer',
        share,
        evidence: [causeText.noise(modes, metric)],
        remedy: remedyText.noise(metric, modes),
      };
}
