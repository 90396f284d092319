import type { Modes, Repaired } from '../../probes/modes/Modes';
import { nearlyKept } from '../../probes/repairs/FoundRepair';
import { judgeBatchNorm } from '../batchNorm/judgeBatchNorm';
import { metricsOn } from './judgedMetrics';
import { keepsPromise } from './repairsFor';
import type { Tolerances } from './Tolerances';

/**
 * The repair that was found, unless chance or BatchNorm may have made it: where nobody knows the rows and training mode, behind BatchNorm, keeps the promise
 * without it, a map of the inputs that brings `predict` back has only brought them nearer to the moving statistics. If those are of inputs that were
 * prepared in that way, they are what mapped rows make of them in every layer, and what these rows make of them in some layer they are not.
 */
export function provenRepair(modes: Modes, tolerances: Tolerances): Repaired | undefined {
  const { repaired, sameRows } = modes;
  if (repaired?.repair.kind !== 'inputs' || repaired.repair.isPadding || sameRows !== undefined)
    return repaired;
  if (modes.batchNorm.length === 0) return repaired;
  const training = metricsOn(modes, 'training-mode');
  if (!keepsPromise(modes, tolerances)(training, nearlyKept)) return repaired;
  const isConverged = ({ batchNorm }: Modes): boolean => judgeBatchNorm(batchNorm).kind === 'converged';
  return isConverged(repaired.modes) && !isConverged(modes) ? repaired : undefined;
}
