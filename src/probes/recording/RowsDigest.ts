import { createHash } from 'node:crypto';
import type { Tensor } from '@tensorflow/tfjs';
import type { Batch } from '../../input/Rows';

/**
 * A digest of rows (all inputs and targets together) that does not depend on their order: the sum of the rows' hashes.
 * 64 bits; a fingerprint, not a proof against an adversary.
 */
export class RowsDigest {
  private sum = 0n;

  /** @param take only the first so many rows of the data */
  async add({ rows, xs, ys }: Batch, take = Infinity): Promise<void> {
    const columns = await Promise.all([...xs, ...ys].map((tensor) => bytesOf(tensor)));
    for (const [i, row] of rows.entries()) {
      if (row >= take) continue;
      const hash = createHash('sha1');
      for (const bytes of columns) {
        const size = bytes.length / rows.length;
        hash.update(bytes.subarray(i * size, (i + 1) * size));
      }
      this.sum = BigInt.asUintN(64, this.sum + hash.digest().readBigUInt64LE());
    }
  }

  toString(): string {
    return this.sum.toString(16).padStart(16, '0');
  }
}

/** As float64: a tensor that was cast on the cpu backend may hold its numbers as integers still. */
async function bytesOf(tensor: Tensor): Promise<Uint8Array> {
  return new Uint8Array(Float64Array.from(await tensor.data()).buffer);
}
