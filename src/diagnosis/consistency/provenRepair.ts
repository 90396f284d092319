import type { Modes, Repaired } from '../../probes/modes/Modes';
import { nearlyKept } from '../../probes/repairs/FoundRepair';
import { judgeBatchNorm } from '../batchNorm/judgeBatchNorm';
import { keepsInTraining } from './repairsFor';
import type { Tolerances } from './Tolerances';

/**
 * The repair that was found, unless training mode keeps the promise on the same data, and nobody knows the rows: wrong targets would break it as
 * well, and of inputs BatchNorm makes many a map good.
 */
export function provenRepair(modes: Modes, tolerances: Tolerances): Repaired | undefined {
  const { repaired, sameRows, batchNorm } = modes;
  if (repaired === undefined || sameRows !== undefined || batchNorm.length === 0) return repaired;
  const { repair } = repaired;
  if (repair.kind !== 'inputs') return keepsInTraining(modes, tolerances) ? undefined : repaired;
  const isSure = repair.isPadding || !keepsInTraining(modes, tolerances, nearlyKept);
  return isSure || bringsStatistics(modes, repaired.modes) ? repaired : undefined;
}

/**
 * A map of the inputs that brings `predict` back may only have brought them nearer to the moving statistics. If those are of inputs that were prepared in
 * that way, they are what mapped rows make of them in every layer, and what these rows make of them in some layer they are not.
 */
function bringsStatistics(before: Modes, after: Modes): boolean {
  const isConverged = ({ batchNorm }: Modes): boolean => judgeBatchNorm(batchNorm).kind === 'converged';
  return isConverged(after) && !isConverged(before);
}
