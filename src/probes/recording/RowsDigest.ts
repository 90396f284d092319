import { createHash, type Hash } from 'node:crypto';
import type { Tensor } from '@tensorflow/tfjs';
import type { Batch } from '../../input/Rows';

/**
 * Digests of rows that do not depend on their order: sums of the rows' hashes, of all inputs and targets together, and of each side. 64
 * bits; fingerprints, not proofs against an adversary.
 */
export class RowsDigest {
  private readonly sums = { rows: 0n, inputs: 0n, targets: 0n };

  /** @param take only the first so many rows of the data */
  async add({ rows, xs, ys }: Batch, take = Infinity): Promise<void> {
    const [inputs, targets] = await Promise.all([xs, ys].map((side) => Promise.all(side.map(bytesOf))));
    for (const [i, row] of rows.entries()) {
      if (row >= take) continue;
      const of = (side: readonly Uint8Array[], hash: Hash): Hash => {
        for (const bytes of side) {
          const size = bytes.length / rows.length;
          hash.update(bytes.subarray(i * size, (i + 1) * size));
        }
        return hash;
      };
      const ofInputs = of(inputs!, createHash('sha1'));
      this.count('inputs', ofInputs.copy());
      this.count('rows', of(targets!, ofInputs));
      this.count('targets', of(targets!, createHash('sha1')));
    }
  }

  private count(sum: keyof typeof this.sums, hash: Hash): void {
    this.sums[sum] = BigInt.asUintN(64, this.sums[sum] + hash.digest().readBigUInt64LE());
  }

  /** Each as 16 hexadecimal digits. */
  get of(): { readonly rows: string; readonly inputs: string; readonly targets: string } {
    const text = (sum: bigint): string => sum.toString(16).padStart(16, '0');
    return { rows: text(this.sums.rows), inputs: text(this.sums.inputs), targets: text(this.sums.targets) };
  }
}

/** As float64: a tensor that was cast on the cpu backend may hold its numbers as integers still. */
async function bytesOf(tensor: Tensor): Promise<Uint8Array> {
  return new Uint8Array(Float64Array.from(await tensor.data()).buffer);
}
