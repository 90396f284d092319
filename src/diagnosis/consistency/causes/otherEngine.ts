import type { Modes } from '../../../probes/modes/Modes';
import type { Cause } from '../../Cause';
import { engineText } from '../../text/engineText';
import type { JudgedMetric } from '../ConsistencyVerdict';
import { worseningFrom } from '../judgedMetrics';
import { namedShare } from '../ladderSteps';

/** What another engine does not lose, with the same weights and rows; undefined where nobody looked, or it is too little to name. */
export function otherEngine(metric: JudgedMetric, modes: Modes): Cause | undefined {
  const { onOtherEngine } = modes;
  if (onOtherEngine === undefined) return undefined;
  const lost = worseningFrom(modes, metric, onOtherEngine.there, onOtherEngine.here) / metric.gap;
  if (!(lost >= namedShare)) return undefined;
  return { id: 'engine-precision', share: Math.min(1, lost), ...engineText.differs(onOtherEngine, metric) };
}
