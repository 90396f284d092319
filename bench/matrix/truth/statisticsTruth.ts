import type { Drift } from './drift';
import { driftMargin, type Measured, type StatisticsTruth } from './Truth';

/**
 * *Converged*: every layer's error is at most 0.2 of its output's standard deviation, or at most twice what its moving
 * average wanders by itself once settled and no more than 0.5. *Not converged*: some layer's is above 0.5 and above four times its wander; then
 * `startHeld`, the share of the start value that is still in the moving statistics, says which kind it is. All else is
 * undecided.
 */
export function statisticsTruth({ drifts }: Measured, startHeld: number): StatisticsTruth {
  if (!drifts.every(({ error, wander }) => Number.isFinite(error) && Number.isFinite(wander)))
    return { is: 'undecided', because: 'not finite' };
  if (drifts.some(isFar))
    return { is: 'not converged', because: startHeld > 0.05 ? 'start values remain' : 'lags or wanders' };
  if (drifts.every(isNear)) return { is: 'converged', because: 'near' };
  return { is: 'undecided', because: 'between the margins' };
}

function isNear({ error, wander }: Drift): boolean {
  const wanders = error <= driftMargin.not && error <= driftMargin.convergedWanders * wander;
  return error <= driftMargin.converged || wanders;
}

function isFar({ error, wander }: Drift): boolean {
  return error > driftMargin.not && error > driftMargin.notWanders * wander;
}
