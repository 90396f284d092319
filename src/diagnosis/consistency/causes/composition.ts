import type { BatchNormMeasurement } from '../../../probes/batchNorm/BatchNormMeasurement';
import type { Modes } from '../../../probes/modes/Modes';
import type { Cause } from '../../Cause';
import { causeText } from '../../text/causeText';
import { remedyText } from '../../text/remedyText';
import { isComposed, unlikeness } from '../batchOrder';

/** Batches of unlike composition, or of the same rows in every epoch. */
export function composition(share: number, modes: Modes): Cause {
  const worst = Math.max(...modes.batchNorm.map(unlikeness));
  return {
    id: 'batchnorm-batch-composition',
    share,
    evidence: [isComposed(modes) ? causeText.composition(modes, worst) : causeText.sameBatches(modes)],
    remedy: remedyText.compose(modes.streamed),
  };
}

/** A layer at places whose inputs differ. */
export function mixed(share: number, layers: readonly BatchNormMeasurement[]): Cause {
  return {
    id: 'batchnorm-batch-composition',
    share,
    evidence: [causeText.mixed(layers)],
    remedy: [remedyText.ownStatistics],
  };
}
