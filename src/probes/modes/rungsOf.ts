import { mean } from '../../numeric/mean';
import type { Metric } from '../metrics/Metric';
import type { Table } from '../metrics/Table';
import type { MetricValues } from '../recording/Recording';
import type { Rung, RungName } from './Modes';

export interface Measured {
  readonly targets: Table;
  /** The loss weight of each row; undefined when all weigh the same. */
  readonly rowWeights: Float64Array | undefined;
  readonly metrics: readonly Metric[];
}

/** Predictions of one rung, one table for each batching. */
export type Batchings = readonly Table[];

export async function rungsOf(
  promised: MetricValues,
  below: readonly (readonly [RungName, Batchings])[],
  measured: Measured,
): Promise<readonly Rung[]> {
  const rungs: Rung[] = [{ rung: 'fit-time', metrics: promised, spread: zeros(promised), step: undefined }];
  for (const [rung, batchings] of below) {
    const values = await Promise.all(batchings.map((predictions) => metricValues(predictions, measured)));
    const metrics = combined(values, mean);
    const before = rungs.at(-1)!.metrics;
    const step = Object.fromEntries(
      Object.keys(metrics).map((name) => [name, metrics[name]! - before[name]!]),
    );
    rungs.push({ rung, metrics, spread: combined(values, range), step });
  }
  return rungs;
}

async function metricValues(
  predictions: Table,
  { metrics, targets, rowWeights }: Measured,
): Promise<MetricValues> {
  const values = await Promise.all(
    metrics.map(async (metric) => {
      const perRow = await metric.perRow(targets, predictions);
      const weighed =
        metric.kind === 'loss' && rowWeights !== undefined
          ? perRow.map((v, i) => v * rowWeights[i]!)
          : perRow;
      return [metric.name, mean(weighed)] as const;
    }),
  );
  return Object.fromEntries(values);
}

function combined(values: readonly MetricValues[], by: (values: number[]) => number): MetricValues {
  const names = Object.keys(values[0]!);
  return Object.fromEntries(names.map((name) => [name, by(values.map((value) => value[name]!))]));
}

function range(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

function zeros(values: MetricValues): MetricValues {
  return Object.fromEntries(Object.keys(values).map((name) => [name, 0]));
}
