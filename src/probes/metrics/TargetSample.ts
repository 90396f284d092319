import { seededRandom } from '../../numeric/seededRandom';
import type { Table } from './Table';

/** Numbers that are held of one output at most: all targets of ordinary data. */
const capacity = 1_000_000;

/**
 * The target vectors of one output, for the loss of the best constant prediction. Exact up to a million numbers; of a
 * longer stream a uniform sample (Vitter's algorithm R, seeded) of as many.
 */
export class TargetSample {
  private readonly vectors: Float32Array[] = [];
  private readonly random = seededRandom(1);
  private columns = 1;
  private seen = 0;

  add({ values, columns }: Table): void {
    this.columns = columns;
    const room = Math.max(1, Math.floor(capacity / columns));
    for (let start = 0; start < values.length; start += columns) {
      this.seen += 1;
      const at = this.vectors.length < room ? this.vectors.length : Math.floor(this.random() * this.seen);
      if (at < room) this.vectors[at] = Float32Array.from(values.subarray(start, start + columns));
    }
  }

  table(): Table {
    const { columns } = this;
    const values = new Float32Array(this.vectors.length * columns);
    for (const [i, vector] of this.vectors.entries()) values.set(vector, i * columns);
    const rows = this.vectors.length;
    return { rows, columns, positions: 1, values, shape: [rows, columns], dtype: 'float32' };
  }
}
