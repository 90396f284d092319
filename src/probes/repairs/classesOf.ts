import { argMax } from '../metrics/accuracyFunctions';
import type { Table } from '../metrics/Table';

/** The class of each row; undefined where rows have no one class. */
export function classesOf(table: Table, classes: number): Int32Array | undefined {
  const { rows, positions, columns, values } = table;
  if (positions !== 1 || (columns !== 1 && columns !== classes)) return undefined;
  const of = Int32Array.from({ length: rows }, (_, row) =>
    columns === 1 ? values[row]! : argMax(values.subarray(row * columns, (row + 1) * columns)),
  );
  const isClass = (value: number): boolean => value >= 0 && value < classes;
  return of.every(isClass) && isWhole(table) ? of : undefined;
}

/** Soft targets are no classes. */
function isWhole({ columns, values }: Table): boolean {
  return columns > 1 || values.every((value) => Number.isInteger(value));
}

/** The class that a model decides for: the largest column, or the one column over or under one half. */
export function decisionsOf({ rows, positions, columns, values }: Table): Int32Array | undefined {
  if (positions !== 1) return undefined;
  return Int32Array.from({ length: rows }, (_, row) =>
    columns === 1 ? Number(values[row]! > 0.5) : argMax(values.subarray(row * columns, (row + 1) * columns)),
  );
}

/** What two lists of classes agree in by chance, if they have nothing to do with each other: the sum of products of shares. */
export function agreementByChance(a: Int32Array, b: Int32Array): number {
  const counts = (of: Int32Array): ReadonlyMap<number, number> => {
    const found = new Map<number, number>();
    for (const value of of) found.set(value, (found.get(value) ?? 0) + 1);
    return found;
  };
  const ofB = counts(b);
  let sum = 0;
  for (const [value, count] of counts(a)) sum += (count / a.length) * ((ofB.get(value) ?? 0) / b.length);
  return sum;
}
