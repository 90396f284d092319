import type { Modes } from '../../probes/modes/Modes';
import type { BatchNormVerdict } from '../batchNorm/judgeBatchNorm';
import type { ConsistencyVerdict } from './ConsistencyVerdict';

/** Everything that a cause can be told by. */
export interface Evidence {
  readonly modes: Modes;
  readonly verdict: ConsistencyVerdict;
  readonly batchNorm: BatchNormVerdict;
}
