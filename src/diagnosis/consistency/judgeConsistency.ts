import { binomialCdf } from '../../numeric/binomialCdf';
import type { Modes } from '../../probes/modes/Modes';
import { isInOneOrder } from './batchOrder';
import type { ConsistencyVerdict, JudgedMetric } from './ConsistencyVerdict';
import { isWithinSpread, judgedMetrics, worsening } from './judgedMetrics';
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
  if (modes.nonFiniteWeight !== undefined) return { kind: 'non-finite', of: 'weights' };
  const metrics = judgedMetrics(modes, tolerances);
  if (!metrics.every(({ promised }) => Number.isFinite(promised)))
    return { kind: 'non-finite', of: 'fit-time metrics' };
  if (!metrics.every(({ gap }) => Number.isFinite(gap))) return { kind: 'non-finite', of: 'metrics' };
  if (modes.sameRows === false) return judgeOtherRows(modes, metrics);
  const beyond = metrics.filter((metric) => isBeyond(modes, metric, metrics));
  if (beyond.length === 0) return { kind: 'kept', metric: furthest(metrics) };
  const standing = beyond.filter((metric) => !movedThroughGap(modes, metric));
  if (standing.length === 0) return { kind: 'averaged over the epoch', metric: furthest(beyond) };
  const decided = standing.filter((metric) => !isWithinMargin(modes, metric, metrics));
  if (decided.length === 0) return { kind: 'within margin', metric: standing[0]! };
  const lost = decided.filter((metric) => !isSingleRow(modes, metric));
  if (lost.length === 0) return { kind: 'single row lost', metric: decided[0]! };
  const beyondNoise = lost.filter((metric) => !isWithinBatchNoise(modes, metric));
  return beyondNoise.length === 0
    ? { kind: 'within batch noise', metric: lost[0]! }
    : { kind: 'broken', metric: beyondNoise[0]! };
}

/**
 * A loss that rose is forgiven when an accuracy of its output got better, than promised and than in training mode, and the loss is
 * still below that of a constant prediction: an accuracy that fit averaged over worse weights is no excuse for what a change
 * of mode does to the loss, and one near chance is none for any loss. Negated, so that NaN is beyond.
 */
function isBeyond(modes: Modes, metric: JudgedMetric, all: readonly JudgedMetric[]): boolean {
  const within = metric.gap <= metric.tolerance + rounding;
  const isBetter = (other: JudgedMetric): boolean =>
    other.gap < 0 && worsening(modes, other, 'training-mode', 'inference-mode') < -rounding;
  const forgiven =
    metric.kind === 'loss' &&
    metric.predicted <= (modes.lossScales[metric.name] ?? -Infinity) &&
    all.some((other) => other.kind === 'accuracy' && areOfOneOutput(modes, metric, other) && isBetter(other));
  return !within && !forgiven;
}

/** A gap of exactly the tolerance passes: 0.95 - 0.9 is more than 0.05 in binary, and `fit` reports float32. */
const rounding = 1e-6;

/** One row less right than promised, and no row that training mode keeps right in every batching. */
function isSingleRow(modes: Modes, metric: JudgedMetric): boolean {
  const isOne = metric.kind === 'accuracy' && metric.gap * modes.rows <= 1 + 1e-6;
  return isOne && modes.keptInTraining[metric.name] === 0;
}

/** The loss in all belongs to every output. */
function areOfOneOutput({ outputOf }: Modes, { name: loss }: JudgedMetric, { name }: JudgedMetric): boolean {
  return outputOf[loss] === undefined || outputOf[loss] === outputOf[name];
}

/**
 * Whether the gap is no more than the luck of the fit's batches: in training mode other batches of the same rows differ from
 * each other by as much as from what the fit reported, and on the average they agree with inference mode.
 */
function isWithinBatchNoise(modes: Modes, metric: JudgedMetric): boolean {
  if (isInOneOrder(modes)) return false;
  const mode = worsening(modes, metric, 'training-mode', 'inference-mode');
  return mode <= metric.tolerance + rounding && isWithinSpread(modes, metric);
}

/** Rows that may be lost to rounding where no loss says that the predictions are the same: one in fifty, or one. */
const fewRows = 0.02;

/** An accuracy that keeps its promise once rows that hang on rounding count as right. */
function isWithinMargin(modes: Modes, metric: JudgedMetric, all: readonly JudgedMetric[]): boolean {
  if (metric.kind !== 'accuracy') return false;
  const doubted = modes.withinMargin[metric.name]!;
  if (!(metric.promised - doubted <= metric.tolerance + rounding)) return false;
  const losses = all.filter((other) => other.kind === 'loss' && areOfOneOutput(modes, other, metric));
  if (losses.length > 0) return losses.every(({ gap, tolerance }) => gap <= tolerance + rounding);
  return (doubted - metric.predicted) * modes.rows <= Math.max(1, fewRows * modes.rows) + rounding;
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
