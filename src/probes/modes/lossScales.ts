import { bestConstantLoss } from '../metrics/bestConstantLoss';
import type { OutputMetrics } from '../metrics/Metric';
import type { TargetSample } from '../metrics/TargetSample';

/**
 * The loss of the best constant prediction for every loss that is judged, by name; for the loss in all of several outputs
 * the sum of theirs. Undefined for a loss whose scale is not known.
 */
export function lossScales(
  outputs: readonly OutputMetrics[],
  targets: readonly TargetSample[],
  judged: readonly string[],
): Readonly<Record<string, number | undefined>> {
  const scales = outputs.map(({ loss, shape }, i): [string, number | undefined] => {
    const table = targets[i]!.table();
    const columns = shape.at(-1) ?? table.columns;
    return [
      loss.name,
      loss.resolved === undefined ? undefined : bestConstantLoss(loss.resolved, table, columns),
    ];
  });
  const total = scales.reduce<number | undefined>(
    (sum, [, scale]) => (sum === undefined || scale === undefined ? undefined : sum + scale),
    0,
  );
  const named = outputs.length > 1 ? [...scales, ['loss', total] as const] : scales;
  return Object.fromEntries(named.filter(([name]) => judged.includes(name)));
}
