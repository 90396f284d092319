import { permutation } from '../../numeric/permutation';
import { seededRandom } from '../../numeric/seededRandom';
import type { Batching } from './runBatching';

export interface BatchingPlan {
  readonly batchSize: number;
  readonly batchings: number;
  readonly seed: number;
}

/**
 * Several shuffled orders of the rows. One batch of everything is the same in every order, so one batching of it says
 * all, unless noise makes every pass another.
 */
export function batchingsOf(
  rows: number,
  { batchSize, batchings, seed }: BatchingPlan,
  noisy: boolean,
): readonly Batching[] {
  const random = seededRandom(seed);
  const count = batchSize >= rows && !noisy ? 1 : batchings;
  return Array.from({ length: count }, () => ({ order: permutation(rows, random), batchSize }));
}
