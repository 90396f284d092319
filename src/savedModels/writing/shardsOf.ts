import { shardName } from '../shardName';
import type { WrittenWeight } from './weightsOf';

export interface WrittenShard {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A file is written in one piece, so no piece is larger: the memory that saving takes beside the model. */
const largestShard = 32 * 2 ** 20;

/** The bytes of all weights, one after the other, in files of at most `largest` bytes. */
export function* shardsOf(
  weights: readonly WrittenWeight[],
  largest = largestShard,
): Generator<WrittenShard, void, undefined> {
  const total = weights.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  const count = Math.ceil(total / largest);
  const parts = weights.map(({ bytes }) => bytes);
  for (let index = 0; index < count; index++) {
    const shard = taken(parts, Math.min(largest, total - index * largest));
    yield { name: shardName(shard, index, count), bytes: shard };
  }
}

/** The next bytes, out of the list. */
function taken(parts: Uint8Array[], byteLength: number): Uint8Array {
  const shard = new Uint8Array(byteLength);
  let at = 0;
  while (at < byteLength) {
    const part = parts.shift()!;
    const fits = part.subarray(0, byteLength - at);
    shard.set(fits, at);
    at += fits.byteLength;
    if (fits.byteLength < part.byteLength) parts.unshift(part.subarray(fits.byteLength));
  }
  return shard;
}
