import { createHash } from 'node:crypto';
import type { LayersModel } from '@tensorflow/tfjs';
import { batchNormLayersOf } from '../model/batchNormLayersOf';
import { frozenLayersOf } from '../model/frozenLayersOf';
import { ownWeights } from '../model/ownWeights';

/** A digest of the weights of every layer that is meant to be frozen, by path; moving statistics are left out. */
export async function frozenDigests(model: LayersModel): Promise<ReadonlyMap<string, string>> {
  const moving = new Set(
    batchNormLayersOf(model).flatMap(({ layer }) => [layer.movingMean, layer.movingVariance]),
  );
  const digests = new Map<string, string>();
  for (const { path, layer } of frozenLayersOf(model)) {
    const weights = ownWeights(layer).filter((weight) => !moving.has(weight));
    const hash = createHash('sha1');
    for (const weight of weights) hash.update(await weight.read().data());
    if (weights.length > 0) digests.set(path, hash.digest('hex'));
  }
  return digests;
}
