import type { Modes, RungName } from '../../probes/modes/Modes';
import type { MetricValues } from '../../probes/recording/Recording';
import type { JudgedMetric } from './ConsistencyVerdict';
import type { Tolerances } from './Tolerances';

export function metricsOn(modes: Modes, name: RungName): MetricValues {
  return modes.ladder.find(({ rung }) => rung === name)!.metrics;
}

/**
 * `value` of a metric on one rung less that of another, turned so that worse is positive: in units of the metric, for a loss in
 * units of its scale.
 */
export function worsening(
  modes: Modes,
  { name, kind }: Pick<JudgedMetric, 'name' | 'kind'>,
  from: RungName,
  to: RungName,
): number {
  return worseningFrom(modes, { name, kind }, metricsOn(modes, from), metricsOn(modes, to));
}

/** The same of any two measurements. */
export function worseningFrom(
  modes: Modes,
  { name, kind }: Pick<JudgedMetric, 'name' | 'kind'>,
  from: MetricValues,
  to: MetricValues,
): number {
  const change = to[name]! - from[name]!;
  return kind === 'accuracy' ? -change : change / (modes.lossScales[name] ?? 1);
}

/** Whether batches of the same rows differ from each other in training mode by as much as from what the fit reported. */
export function isWithinSpread({ ladder }: Modes, { name, promised }: JudgedMetric): boolean {
  const { metrics, spread } = ladder.find(({ rung }) => rung === 'training-mode')!;
  return Math.abs(promised - metrics[name]!) <= spread[name]!;
}

/** The metrics that are judged: every accuracy, then every loss. Others are shown only. */
export function judgedMetrics(modes: Modes, tolerances: Tolerances): readonly JudgedMetric[] {
  const promised = metricsOn(modes, 'fit-time');
  const predicted = metricsOn(modes, 'inference-mode');
  const judged = (name: string, kind: JudgedMetric['kind']): JudgedMetric => ({
    name,
    kind,
    promised: promised[name]!,
    predicted: predicted[name]!,
    gap: worsening(modes, { name, kind }, 'fit-time', 'inference-mode'),
    tolerance: tolerances[kind],
  });
  const accuracies = modes.accuracies.map((name) => judged(name, 'accuracy'));
  return [...accuracies, ...Object.keys(modes.lossScales).map((name) => judged(name, 'loss'))];
}
