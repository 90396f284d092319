import { permutation } from '../../numeric/permutation';
import { seededRandom } from '../../numeric/seededRandom';
import { type Batching, inOrder, type Rows } from '../../input/Rows';

export interface BatchingPlan {
  readonly batchSize: number;
  readonly batchings: number;
  readonly seed: number;
}

/**
 * Several shuffled orders of the rows. One batch of everything is the same in every order, and so is a stream: one
 * batching of those says all, unless noise makes every pass another. The rows of a stateful model stay in their order,
 * since it remembers the batch before.
 */
export function batchingsOf(
  rows: Rows,
  { batchSize, batchings, seed }: BatchingPlan,
  { noisy, stateful }: { readonly noisy: boolean; readonly stateful: boolean },
): readonly Batching[] {
  const fixed = rows.streamed || stateful;
  const count = (fixed || batchSize >= rows.count) && !noisy ? 1 : batchings;
  const random = seededRandom(seed);
  return Array.from({ length: count }, () =>
    fixed ? inOrder(rows, batchSize) : { order: permutation(rows.count, random), batchSize },
  );
}
