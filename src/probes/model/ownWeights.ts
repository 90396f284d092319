import type { LayerWeight } from './batchNormLayersOf';

/**
 * The weights of one layer without those of the layers in it, in the order in which they were made. `layer.weights`
 * would not do: its order depends on the `trainable` flags.
 */
export function ownWeights(layer: object): readonly LayerWeight[] {
  const own = layer as { _trainableWeights?: LayerWeight[]; _nonTrainableWeights?: LayerWeight[] };
  return [...(own._trainableWeights ?? []), ...(own._nonTrainableWeights ?? [])];
}
