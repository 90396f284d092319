import { createHash } from 'node:crypto';
import type { Rows } from '../../input/Rows';

/**
 * A digest of the rows (input and target together) that does not depend on their order: the sum of the rows' hashes.
 * 64 bits; a fingerprint, not a proof against an adversary.
 *
 * @param take only the first so many rows
 */
export async function rowsDigest({ xs, ys, count }: Rows, take: number = count): Promise<string> {
  const xBytes = bytesOf(await xs.data());
  const yBytes = bytesOf(await ys.data());
  const [xSize, ySize] = [xBytes.length / count, yBytes.length / count];
  let sum = 0n;
  for (let row = 0; row < take; row++) {
    const hash = createHash('sha1');
    hash.update(xBytes.subarray(row * xSize, (row + 1) * xSize));
    hash.update(yBytes.subarray(row * ySize, (row + 1) * ySize));
    sum = BigInt.asUintN(64, sum + hash.digest().readBigUInt64LE());
  }
  return sum.toString(16).padStart(16, '0');
}

/** As float64: a tensor that was cast on the cpu backend may hold its numbers as integers still. */
function bytesOf(values: ArrayLike<number>): Uint8Array {
  return new Uint8Array(Float64Array.from(values).buffer);
}
