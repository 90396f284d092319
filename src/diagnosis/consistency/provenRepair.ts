import type { Modes, Repaired } from '../../probes/modes/Modes';
import { nearlyKept } from '../../probes/repairs/FoundRepair';
import { judgeBatchNorm } from '../batchNorm/judgeBatchNorm';
import { metricsOn } from './judgedMetrics';
import { keepsPromise } from './repairsFor';
import type { Tolerances } from './Tolerances';

/**
 * The repair that was found, unless something else than wrong data explains what it does. Where predictions differ from time to time, larger inputs may
 * drown what is drawn. Where nobody knows the rows, wrong data would break training mode as well, and it keeps the promise; but for BatchNorm, which
 * makes many a map of the inputs good there.
 */
export function provenRepair(modes: Modes, tolerances: Tolerances): Repaired | undefined {
  const { repaired, sameRows, repeated, batchNorm } = modes;
  if (repaired === undefined || repeated?.differs === true) return undefined;
  const { repair } = repaired;
  if (sameRows !== undefined || (repair.kind === 'inputs' && repair.isPadding)) return repaired;
  const training = metricsOn(modes, 'training-mode');
  const keeps = keepsPromise(modes, tolerances);
  if (repair.kind !== 'inputs' || batchNorm.length === 0) return keeps(training) ? undefined : repaired;
  return !keeps(training, nearlyKept) || bringsStatistics(modes, repaired.modes) ? repaired : undefined;
}

/**
 * A map of the inputs that brings `predict` back may only have brought them nearer to the moving statistics. If those are of inputs that were prepared in
 * that way, they are what mapped rows make of them in every layer, and what these rows make of them in some layer they are not.
 */
function bringsStatistics(before: Modes, after: Modes): boolean {
  const isConverged = ({ batchNorm }: Modes): boolean => judgeBatchNorm(batchNorm).kind === 'converged';
  return isConverged(after) && !isConverged(before);
}
