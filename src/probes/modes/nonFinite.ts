import type { LayersModel } from '@tensorflow/tfjs';
import { inPlace } from '../../backends/inPlace';
import { firstNonFinite } from '../../numeric/firstNonFinite';
import { layersOf } from '../model/layersOf';
import { ownWeights } from '../model/ownWeights';

/** `layer/weight` of the first weight that holds NaN or Infinity. */
export async function nonFiniteWeight(model: LayersModel): Promise<string | undefined> {
  for (const { path, layer } of layersOf(model)) {
    for (const weight of ownWeights(layer)) {
      const tensor = weight.read();
      if (firstNonFinite(inPlace(tensor) ?? (await tensor.data())) !== -1)
        return `${path}/${weight.name.split('/').at(-1)}`;
    }
  }
  return undefined;
}
