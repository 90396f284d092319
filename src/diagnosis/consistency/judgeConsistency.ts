import { binomialCdf } from '../../numeric/binomialCdf';
import type { Modes } from '../../probes/modes/Modes';
import type { ConsistencyVerdict, JudgedMetric } from './ConsistencyVerdict';
import { judgedMetrics } from './judgedMetrics';
import { movedThroughGap } from './movedThroughGap';
import { defaultTolerances, type Tolerances } from './Tolerances';

/** Below this probability a number of right rows is called significantly too few: a 99.9 % bound. */
const significance = 0.001;

/** Holds inference mode against what the fit promised, by the rules of `design.md`. */
export function judgeConsistency(
  modes: Modes,
  tolerances: Tolerances = defaultTolerances,
): ConsistencyVerdict {
  if (modes.nonFiniteRows.length > 0) return { kind: 'non-finite', of: 'predictions' };
  const metrics = judgedMetrics(modes, tolerances);
  if (!metrics.every(({ promised }) => Number.isFinite(promised)))
    return { kind: 'non-finite', of: 'fit-time metrics' };
  if (!metrics.every(({ gap }) => Number.isFinite(gap))) return { kind: 'non-finite', of: 'metrics' };
  if (modes.sameRows === false) return judgeOtherRows(modes, metrics);
  const beyond = metrics.filter((metric) => isBeyond(metric, metrics));
  if (beyond.length === 0) return { kind: 'kept', metric: furthest(metrics) };
  const standing = beyond.filter((metric) => !movedThroughGap(modes, metric));
  if (standing.length === 0) return { kind: 'averaged over the epoch', metric: furthest(beyond) };
  const lost = standing.filter((metric) => !isSingleRow(modes, metric));
  return lost.length === 0
    ? { kind: 'single row lost', metric: standing[0]! }
    : { kind: 'broken', metric: lost[0]! };
}

/** A loss that rose is forgiven when an accuracy got better. Negated, so that NaN is beyond. */
function isBeyond(metric: JudgedMetric, all: readonly JudgedMetric[]): boolean {
  const within = metric.gap <= metric.tolerance + rounding;
  const forgiven = metric.kind === 'loss' && all.some(({ kind, gap }) => kind === 'accuracy' && gap < 0);
  return !within && !forgiven;
}

/** A gap of exactly the tolerance passes: 0.95 - 0.9 is more than 0.05 in binary, and `fit` reports float32. */
const rounding = 1e-6;

/** One row less right than promised, and no row that training mode keeps right in every batching. */
function isSingleRow(modes: Modes, metric: JudgedMetric): boolean {
  const isOne = metric.kind === 'accuracy' && metric.gap * modes.rows <= 1 + 1e-6;
  return isOne && modes.keptInTraining[metric.name] === 0;
}

/** On other rows only accuracies count, and only where chance does not explain them: an exact binomial test. */
function judgeOtherRows(modes: Modes, metrics: readonly JudgedMetric[]): ConsistencyVerdict {
  const broken = metrics.find(({ kind, predicted, promised, tolerance }) => {
    if (kind !== 'accuracy') return false;
    return binomialCdf(Math.round(predicted * modes.rows), modes.rows, promised - tolerance) < significance;
  });
  return broken === undefined
    ? { kind: 'other rows', metric: furthest(metrics) }
    : { kind: 'broken', metric: broken };
}

/** The metric with the largest gap, in units of its tolerance, in either direction; the first one when all are within. */
function furthest(metrics: readonly JudgedMetric[]): JudgedMetric {
  const distance = ({ gap, tolerance }: JudgedMetric): number =>
    Math.abs(gap) / Math.max(tolerance, rounding);
  if (metrics.every((metric) => distance(metric) <= 1)) return metrics[0]!;
  return metrics.reduce((far, metric) => (distance(metric) > distance(far) ? metric : far));
}
