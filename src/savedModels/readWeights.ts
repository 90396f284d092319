import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { sha256 } from '../files/sha256';
import { type ModelJson, sealName, type WeightGroup, type WeightSpec } from './ModelJson';
import { damagedModel, savedModelError } from './savedModelError';

/** A weight as it was read, decoded where it was quantised. */
export interface SavedWeight {
  readonly name: string;
  readonly group: 'model' | 'optimizer';
  readonly tensor: tf.Tensor;
}

/**
 * Reads all weights of a model.json. Every file is found, and found to be as long as its weights say, before the first one is
 * read. To be disposed by the caller.
 */
export function readWeights(file: string, model: ModelJson): readonly SavedWeight[] {
  const groups = model.weightsManifest.map((group) => ({ group, shards: shardsOf(file, group) }));
  const all: SavedWeight[] = [];
  try {
    for (const { group, shards } of groups) all.push(...decoded(group, contentOf(file, model, shards)));
    return all;
  } catch (error) {
    tf.dispose(all.map(({ tensor }) => tensor));
    throw error;
  }
}

interface Shard {
  readonly name: string;
  readonly file: string;
}

/** The files of a group, which together hold exactly the bytes of its weights. */
function shardsOf(file: string, { paths, weights }: WeightGroup): readonly Shard[] {
  const shards = paths.map((name) => ({ name, file: insideFolder(file, name) }));
  const present = shards.reduce((sum, shard) => sum + statSync(shard.file).size, 0);
  const needed = weights.reduce((sum, spec) => sum + byteLength(spec), 0);
  if (present === needed) return shards;
  const names = paths.join(', ');
  throw damagedModel(
    file,
    present < needed
      ? `${names} has ${present} bytes, and its weights need ${needed}: ${firstBeyond(weights, present)} is cut off`
      : `${names} has ${present} bytes, and its weights need only ${needed}: ${weights.at(-1)?.name ?? 'no weight'} is the last`,
  );
}

/** A manifest is data: what it names may lie in the folder of the model and nowhere else. */
function insideFolder(file: string, name: string): string {
  const folder = path.dirname(file);
  const target = path.resolve(folder, name);
  const isBelow = (below: string, above: string): boolean => below.startsWith(above + path.sep);
  if (path.isAbsolute(name) || name.includes('\0') || !isBelow(target, folder)) throw outside(file, name);
  if (!existsSync(target)) throw damagedModel(file, `its weight file ${name} is missing`);
  if (!isBelow(realpathSync(target), realpathSync(folder))) throw outside(file, name);
  if (!statSync(target).isFile()) throw damagedModel(file, `its weight file ${name} is not a file`);
  return target;
}

function outside(file: string, name: string): TypeError {
  return savedModelError(
    file,
    `naming the weight file ${JSON.stringify(name)}, outside of its folder`,
    'weight files in the folder of the model',
    'do not load it unless you know who wrote it; copy the weight files beside it and correct their paths',
  );
}

function byteLength({ shape, dtype, quantization }: WeightSpec): number {
  const perValue = quantization === undefined ? bytes[dtype] : bytes[quantization.dtype];
  return shape.reduce((product, size) => product * size, perValue);
}

const bytes = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 } as const;

function firstBeyond(weights: readonly WeightSpec[], present: number): string {
  let end = 0;
  return weights.find((spec) => (end += byteLength(spec)) > present)?.name ?? '';
}

function contentOf(file: string, { [sealName]: seal }: ModelJson, shards: readonly Shard[]): Buffer {
  const parts = shards.map((shard) => {
    const content = readFileSync(shard.file);
    const expected = seal?.shards[shard.name];
    if (seal !== undefined && sha256(content) !== expected)
      throw damagedModel(file, `its weight file ${shard.name} is not the one that was saved with it`);
    return content;
  });
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

function decoded({ weights }: WeightGroup, content: Buffer): readonly SavedWeight[] {
  let at = 0;
  return weights.map((spec) => {
    const length = byteLength(spec);
    // A copy of its own: tfjs puts typed arrays on it, which must begin at a multiple of their size.
    const own = new Uint8Array(content.subarray(at, at + length)).buffer;
    at += length;
    const { name, group = 'model' } = spec;
    const [tensor] = Object.values(tf.io.decodeWeights(own, [spec as tf.io.WeightsManifestEntry]));
    return { name, group, tensor: tensor! };
  });
}
