import { closeSync, openSync } from 'node:fs';
import { readFully } from '../../files/readFully';
import { modelFileError } from '../modelFileError';
import { digestIn, digestOf } from '../shardName';
import type { ModelFile, WeightGroup } from './ModelFile';
import type { Shard } from './shardPath';
import { byteLengthOf, type WeightSpec } from './WeightSpec';

/** A weight as the file holds it. */
export interface StoredWeight {
  readonly spec: WeightSpec;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** No engine holds more: the memory of WebAssembly ends there. Before it is read, a file is only as large as it says it is. */
const largestModel = 4 * 2 ** 30;

/** All weights. No memory is taken before every size is known to fit: what is read is what lies on the disk, once. */
export function readWeights({ groups, place: { file } }: ModelFile): readonly StoredWeight[] {
  const total = groups.reduce((sum, { shards }) => sum + bytesIn(shards), 0);
  if (total > largestModel)
    throw modelFileError(file, `one with ${total} bytes of weights, at most ${largestModel} are read`);
  for (const group of groups) checkSizes(group, file);
  return groups.flatMap((group) => weightsIn(group, file));
}

const bytesIn = (shards: readonly Shard[]): number =>
  shards.reduce((sum, { byteLength }) => sum + byteLength, 0);

function checkSizes({ shards, weights }: WeightGroup, file: string): void {
  const present = bytesIn(shards);
  let end = 0;
  for (const { name, shape, ...spec } of weights) {
    end += byteLengthOf({ name, shape, ...spec });
    if (end <= present) continue;
    throw modelFileError(
      file,
      `one whose weight "${name}" of shape [${shape.join(', ')}] is cut off: it ends at byte ${end}, and ${shardsText(shards)} ${present} bytes`,
    );
  }
  if (end === present) return;
  const last = weights.at(-1);
  throw modelFileError(
    file,
    `one with ${present - end} bytes too many: ${shardsText(shards)} more than ${last === undefined ? 'no weight' : `"${last.name}"`}, the last weight of the group, needs`,
  );
}

const shardsText = (shards: readonly Shard[]): string =>
  shards.length === 0
    ? 'no shard has'
    : `the shard${shards.length === 1 ? '' : 's'} ${shards.map(({ name }) => name).join(', ')} ${shards.length === 1 ? 'has' : 'have'}`;

function weightsIn({ shards, weights }: WeightGroup, file: string): readonly StoredWeight[] {
  const parts = shards.map((shard) => bytesOf(shard, file));
  let start = 0;
  return weights.map((spec) => {
    const byteLength = byteLengthOf(spec);
    const bytes = slice(parts, start, byteLength);
    start += byteLength;
    return { spec, bytes };
  });
}

function bytesOf({ name, file: shard, byteLength }: Shard, file: string): Uint8Array {
  const handle = openSync(shard, 'r');
  let bytes: Uint8Array;
  try {
    bytes = readFully(handle, byteLength);
  } catch (error) {
    throw modelFileError(file, `one whose weight shard ${name} is ${(error as Error).message}`);
  } finally {
    closeSync(handle);
  }
  const digest = digestIn(name);
  if (digest === undefined || digest === digestOf(bytes)) return bytes;
  throw modelFileError(
    file,
    `one whose weight shard ${name} is damaged: its bytes are not those that its name promises`,
  );
}

/** A copy of its own, so that any typed array may lie on it: a weight may begin anywhere, and end in another shard. */
function slice(parts: readonly Uint8Array[], start: number, byteLength: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(byteLength);
  let partStart = 0;
  for (const part of parts) {
    const [from, to] = [
      Math.max(start, partStart),
      Math.min(start + byteLength, partStart + part.byteLength),
    ];
    if (from < to) bytes.set(part.subarray(from - partStart, to - partStart), from - start);
    partStart += part.byteLength;
  }
  return bytes;
}
