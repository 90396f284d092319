import { sha256 } from '../files/sha256';

const pattern = /^weights-([0-9a-f]{16})-\d+of\d+\.bin$/;

/**
 * A name that belongs to these bytes alone: shards of two versions of a model lie side by side until `model.json` changes over, and a
 * byte that changes on the disk is found.
 */
export function shardName(bytes: Uint8Array, index: number, count: number): string {
  return `weights-${digestOf(bytes)}-${index + 1}of${count}.bin`;
}

/** What the name promises about the bytes; undefined for a shard that somebody else wrote. */
export function digestIn(name: string): string | undefined {
  return pattern.exec(name)?.[1];
}

/** 64 bits: the damage that is to be found is an accident. */
export function digestOf(bytes: Uint8Array): string {
  return sha256(bytes).slice(0, 16);
}
