import type { Metric } from '../metrics/Metric';
import type { Table } from '../metrics/Table';

/** How many rows each accuracy loses in inference mode although training mode has them better in every batching. */
export function keptInTraining(
  accuracies: readonly Metric[],
  targets: Table,
  inference: Table,
  training: readonly Table[],
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    accuracies.map((metric) => {
      const predicted = metric.perRow(targets, inference);
      const trained = training.map((predictions) => metric.perRow(targets, predictions));
      const kept = predicted.filter((value, row) => trained.every((values) => values[row]! > value));
      return [metric.name, kept.length];
    }),
  );
}
