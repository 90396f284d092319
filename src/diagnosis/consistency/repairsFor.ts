import type { BatchNormMeasurement } from '../../probes/batchNorm/BatchNormMeasurement';
import type { Keeps, Repairs } from '../../probes/repairs/FoundRepair';
import type { Modes } from '../../probes/modes/Modes';
import { judgeBatchNorm } from '../batchNorm/judgeBatchNorm';
import { judgeConsistency } from './judgeConsistency';
import { judgedMetrics, metricsOn, worseningFrom } from './judgedMetrics';
import { isLost } from './causes/lostStatistics';
import type { Tolerances } from './Tolerances';

/**
 * Which repairs of the data may close a gap: none where the rows are those of the recording. Where start values of moving statistics explain it
 * as well, and nobody knows the rows, standardising them proves nothing: a BatchNorm layer that has converged would do the same.
 */
export function repairsFor(modes: Modes, tolerances: Tolerances): Repairs {
  if (modes.sameRows === true) return 'none';
  const metrics = judgedMetrics(modes, tolerances);
  if (!metrics.some(({ gap, tolerance }) => gap > tolerance)) return 'none';
  if (judgeConsistency(modes, tolerances).kind === 'non-finite') return 'none';
  // Larger inputs would drown what is drawn.
  if (modes.repeated?.differs === true) return 'none';
  if (modes.sameRows === false) return 'all';
  if (modes.batchNorm.length === 0 && keepsInTraining(modes, tolerances)) return 'none';
  // A gap that they make is closed by many a map, which happens to bring inputs near to 0 and 1.
  if (modes.batchNorm.some(isLost)) return 'none';
  const { kind } = judgeBatchNorm(modes.batchNorm);
  const isStart = kind === 'start values remain' && modes.batchNorm.every(isOnTheWay);
  return isStart ? 'but statistics' : 'all';
}

/** Where nobody knows the rows, wrong data would break training mode as well; but for BatchNorm, which makes many a map of the inputs good there. */
export function keepsInTraining(modes: Modes, tolerances: Tolerances, tolerated?: number): boolean {
  return keepsPromise(modes, tolerances)(metricsOn(modes, 'training-mode'), tolerated);
}

/** Whether moving variances are between where they started and where they are going, give or take, as those of these rows must be. */
function isOnTheWay({ moving, population, start }: BatchNormMeasurement): boolean {
  let outside = 0;
  for (const [c, variance] of moving.variance.entries()) {
    const first = typeof start?.variance === 'object' ? start.variance[c]! : (start?.variance ?? 1);
    const last = population.variance[c]!;
    if (variance < Math.min(first, last) / 2 || variance > 2 * Math.max(first, last)) outside += 1;
  }
  return 2 * outside < moving.variance.length;
}

/** Whether metrics on the same rows would keep what the fit promised, all that are judged. */
export function keepsPromise(modes: Modes, tolerances: Tolerances): Keeps {
  const promised = metricsOn(modes, 'fit-time');
  const judged = judgedMetrics(modes, tolerances);
  return (metrics, tolerated = 1) =>
    judged.every(
      (metric) => worseningFrom(modes, metric, promised, metrics) <= tolerated * metric.tolerance + 1e-6,
    );
}
