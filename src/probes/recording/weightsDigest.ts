import { createHash } from 'node:crypto';
import type { LayersModel } from '@tensorflow/tfjs';
import { inPlace } from '../../backends/inPlace';
import { batchNormLayersOf } from '../model/batchNormLayersOf';
import { ownWeights } from '../model/ownWeights';
import { layersOf } from '../model/layersOf';

/** A digest of every weight of a model but the moving statistics, in the order of the layers. */
export async function weightsDigest(model: LayersModel): Promise<string> {
  const moving = new Set(
    batchNormLayersOf(model).flatMap(({ layer }) => [layer.movingMean, layer.movingVariance]),
  );
  const hash = createHash('sha1');
  for (const { layer } of layersOf(model)) {
    for (const weight of ownWeights(layer)) {
      if (moving.has(weight)) continue;
      const tensor = weight.read();
      hash.update(inPlace(tensor) ?? (await tensor.data()));
    }
  }
  return hash.digest('hex').slice(0, 16);
}
