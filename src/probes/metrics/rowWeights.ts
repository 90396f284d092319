import { argMax } from './accuracyFunctions';
import type { Table } from './Table';

/**
 * What each row weighs in the loss under `classWeight`, as tfjs weighs it (tfjs-layers/src/engine/training_utils.ts):
 * the class is the largest of several columns, or the one number there is.
 */
export function rowWeights(
  { rows, columns, values }: Table,
  classWeight: Readonly<Record<string, number>> | undefined,
): Float64Array | undefined {
  if (classWeight === undefined) return undefined;
  return Float64Array.from({ length: rows }, (_, row) => {
    const target = values.subarray(row * columns, (row + 1) * columns);
    return classWeight[columns > 1 ? argMax(target) : target[0]!] ?? 1;
  });
}
