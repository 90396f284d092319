import type { Metric } from '../metrics/Metric';
import type { Table } from '../metrics/Table';

/** How many rows each accuracy loses in inference mode although training mode has them better in every batching. */
export async function keptInTraining(
  accuracies: readonly Metric[],
  targets: Table,
  inference: Table,
  training: readonly Table[],
): Promise<Readonly<Record<string, number>>> {
  const kept = await Promise.all(
    accuracies.map(async (metric) => {
      const predicted = await metric.perRow(targets, inference);
      const trained = await Promise.all(
        training.map(async (predictions) => metric.perRow(targets, predictions)),
      );
      const kept = predicted.filter((value, row) => trained.every((values) => values[row]! > value));
      return [metric.name, kept.length] as const;
    }),
  );
  return Object.fromEntries(kept);
}
