import type { Configuration } from './Configuration';

/** How many rows are trained on, and how often, to make exactly the updates of a configuration. */
export interface Schedule {
  readonly rows: number;
  readonly epochs: number;
}

const wantedRows = 64;

/**
 * Whole epochs only: the number of batches divides the updates. Of the divisors the one whose rows are nearest to 64 in
 * proportion, at most 160. Few updates in small batches are few rows: 5 updates of 2 rows are one epoch of 10.
 */
export function scheduleOf({ updates, batchSize, lastBatch }: Configuration): Schedule {
  const oneRow = lastBatch === 'one-row';
  const candidates = Array.from({ length: updates }, (_, i) => i + 1)
    .filter((batches) => updates % batches === 0 && (!oneRow || batches > 1))
    .map((batches) => ({
      rows: oneRow ? (batches - 1) * batchSize + 1 : batches * batchSize,
      epochs: updates / batches,
    }))
    .filter(({ rows }) => rows <= 160 && rows >= 9);
  const farness = ({ rows }: Schedule): number => Math.abs(Math.log(rows / wantedRows));
  return candidates.reduce((best, next) => (farness(next) < farness(best) ? next : best));
}
