import type { Batch } from '../../input/Rows';
import type { Outputs } from './Survey';

/**
 * What inference mode gave for rows that are one batch, so that the ladder of a broken promise need not predict them again. Predictions of more
 * rows are not kept: they may be many.
 */
export class FirstLook {
  private kept: Outputs | undefined;

  /** @param count of all rows */
  see({ rows }: Batch, count: number, outputs: Outputs): void {
    if (rows.length === count) this.kept = outputs;
  }

  /** Of the one batch; undefined where there is more than one, and before the first look. */
  get outputs(): Outputs | undefined {
    return this.kept;
  }
}
