import type { Table } from '../metrics/Table';
import { classesOf } from './classesOf';
import { inPlace, likenessOf } from './likeness';
import { significance } from './permutedClasses';
import type { RowOrder } from './Repair';

/** With more rows, looking at every shift takes seconds. */
export const mostRowsInOrder = 4096;

/** Where the target of each row stands. */
export function placesIn(order: RowOrder, targets: Table): Int32Array {
  const { rows, values, columns } = targets;
  switch (order.kind) {
    case 'shifted':
      return Int32Array.from({ length: rows }, (_, row) => (row + order.by) % rows);
    case 'reversed':
      return Int32Array.from({ length: rows }, (_, row) => rows - 1 - row);
    case 'sorted': {
      const of = classesOf(targets, columns) ?? values.filter((_, i) => i % columns === 0);
      const sorted = [...of.keys()].sort((a, b) => of[a]! - of[b]!);
      return Int32Array.from(order.descending ? sorted.reverse() : sorted);
    }
  }
}

/**
 * The order of targets that fits the predictions best of all shifts, the reverse, and both ways of sorting; undefined where it is the one
 * that is there, or where chance explains it.
 */
export function bestOrder(targets: Table, predictions: Table): RowOrder | undefined {
  const { rows } = targets;
  const likeness = likenessOf(targets, predictions);
  if (rows < 3 || rows > mostRowsInOrder || likeness === undefined) return undefined;
  const orders: RowOrder[] = [
    ...Array.from({ length: rows - 1 }, (_, i): RowOrder => ({ kind: 'shifted', by: i + 1 })),
    { kind: 'reversed' },
    { kind: 'sorted', descending: false },
    { kind: 'sorted', descending: true },
  ];
  let best: { order: RowOrder; score: number } | undefined;
  for (const order of orders) {
    const score = likeness.score(placesIn(order, targets));
    if (best === undefined || score > best.score) best = { order, score };
  }
  const asItIs = likeness.score(inPlace(rows));
  const found = best!;
  return found.score > asItIs && likeness.chance(found.score, Math.log(orders.length)) <= significance
    ? found.order
    : undefined;
}
