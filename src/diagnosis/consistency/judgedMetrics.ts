import type { Modes, RungName } from '../../probes/modes/Modes';
import type { MetricValues } from '../../probes/recording/Recording';
import type { JudgedMetric } from './ConsistencyVerdict';
import type { Tolerances } from './Tolerances';

export function metricsOn(modes: Modes, name: RungName): MetricValues {
  return modes.ladder.find(({ rung }) => rung === name)!.metrics;
}

/** `value` of a metric on one rung less that of another, turned so that worse is positive, in units of its tolerance. */
export function worsening(
  modes: Modes,
  { name, kind }: Pick<JudgedMetric, 'name' | 'kind'>,
  from: RungName,
  to: RungName,
): number {
  const change = metricsOn(modes, to)[name]! - metricsOn(modes, from)[name]!;
  return kind === 'accuracy' ? -change : change / modes.lossScale;
}

/** The metrics that are judged: every accuracy, then the loss. Others are shown only. */
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
  return 'loss' in promised ? [...accuracies, judged('loss', 'loss')] : accuracies;
}
