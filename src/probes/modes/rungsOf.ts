import { mean } from '../../numeric/mean';
import type { MetricValues } from '../recording/Recording';
import type { Rung, RungName } from './Modes';

/** The ladder from the promise and, for each rung below it, the values of its batchings. */
export function rungsOf(
  promised: MetricValues,
  below: readonly (readonly [RungName, readonly MetricValues[]])[],
): readonly Rung[] {
  const names = Object.keys(promised);
  const rungs: Rung[] = [
    { rung: 'fit-time', metrics: promised, spread: each(names, () => 0), step: undefined },
  ];
  for (const [rung, batchings] of below) {
    const over = (name: string): number[] => batchings.map((values) => values[name]!);
    const metrics = each(names, (name) => mean(over(name)));
    const before = rungs.at(-1)!.metrics;
    const step = each(names, (name) => metrics[name]! - before[name]!);
    rungs.push({ rung, metrics, spread: each(names, (name) => range(over(name))), step });
  }
  return rungs;
}

function each(names: readonly string[], value: (name: string) => number): MetricValues {
  return Object.fromEntries(names.map((name) => [name, value(name)]));
}

function range(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}
