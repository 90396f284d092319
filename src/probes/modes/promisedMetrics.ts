import { inputError } from '../../input/inputError';
import type { OutputMetrics } from '../metrics/Metric';
import { canonicalName } from '../recording/canonicalMetrics';
import type { MetricValues } from '../recording/Recording';
import type { Reported } from './promisedBy';

interface Known {
  readonly name: string;
  readonly reported: string;
  readonly kind: 'accuracy' | 'loss' | 'other';
}

/**
 * The metrics that the fit reported, under the names under which they are computed, losses last: only they can be held
 * against a promise.
 */
export function promisedMetrics(
  { metrics }: Reported,
  outputs: readonly OutputMetrics[],
  where: string,
): MetricValues {
  const known = knownMetrics(outputs);
  for (const name of Object.keys(metrics))
    if (!known.some((each) => isNamed(each, name))) throw unknown(name, known, where);
  const promised: Record<string, number> = {};
  for (const each of known) {
    const name = Object.keys(metrics).find((given) => isNamed(each, given));
    if (name === undefined) continue;
    if (each.kind === 'accuracy') checkAccuracy(each.name, metrics[name]!, where);
    promised[each.name] = metrics[name]!;
  }
  return promised;
}

function knownMetrics(outputs: readonly OutputMetrics[]): readonly Known[] {
  const total: Known = { name: 'loss', reported: 'loss', kind: 'loss' };
  return [
    ...outputs.flatMap(({ others }) => others),
    ...outputs.map(({ loss }) => loss),
    ...(outputs.length > 1 ? [total] : []),
  ];
}

function isNamed({ name, reported }: Known, given: string): boolean {
  return name === given || canonicalName(reported) === canonicalName(given);
}

function unknown(name: string, known: readonly Known[], where: string): TypeError {
  return inputError({
    what: `The fit-time metric \`${name}\` of ${where}`,
    given: 'not one that can be computed from predictions of this model',
    allowed: known.map((each) => each.name).join(', '),
    next: `leave \`${name}\` out, or compile the model with the metric of that name`,
  });
}

/** NaN is let through: a fit that diverged reports it, and that is for the judge to say. */
function checkAccuracy(name: string, value: number, where: string): void {
  if (!(value < 0) && !(value > 1)) return;
  throw inputError({
    what: `The fit-time \`${name}\` of ${where}`,
    given: String(value),
    allowed: 'a share of rows, from 0 to 1',
    next: 'divide a percentage by 100',
  });
}
