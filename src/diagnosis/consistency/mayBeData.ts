import type { BatchNormMeasurement } from '../../probes/batchNorm/BatchNormMeasurement';
import type { Modes } from '../../probes/modes/Modes';
import type { MetricValues } from '../../probes/recording/Recording';
import { judgeBatchNorm } from '../batchNorm/judgeBatchNorm';
import { judgeConsistency } from './judgeConsistency';
import { judgedMetrics, metricsOn, worseningFrom } from './judgedMetrics';
import type { Tolerances } from './Tolerances';

/**
 * Whether other data than those of the fit may open a gap: the rows are not the recorded ones, or nobody knows, and no start values of moving
 * statistics explain it.
 */
export function mayBeData(modes: Modes, tolerances: Tolerances): boolean {
  if (modes.sameRows === true) return false;
  const metrics = judgedMetrics(modes, tolerances);
  if (!metrics.some(({ gap, tolerance }) => gap > tolerance)) return false;
  if (judgeConsistency(modes, tolerances).kind === 'non-finite') return false;
  if (modes.sameRows === false || judgeBatchNorm(modes.batchNorm).kind !== 'start values remain') return true;
  return !modes.batchNorm.every(isOnTheWay);
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
export function keepsPromise(modes: Modes, tolerances: Tolerances): (metrics: MetricValues) => boolean {
  const promised = metricsOn(modes, 'fit-time');
  const judged = judgedMetrics(modes, tolerances);
  return (metrics) =>
    judged.every((metric) => worseningFrom(modes, metric, promised, metrics) <= metric.tolerance + 1e-6);
}
