import type { LayersModel } from '@tensorflow/tfjs';
import { layersOf, type PlacedLayer } from './layersOf';

/**
 * Every layer that its author wants frozen: `trainable` is false on it, or on a model that holds it. tfjs does not always
 * keep to it (research/tfjs.md 1.1).
 */
export function frozenLayersOf(model: LayersModel): readonly PlacedLayer[] {
  const placed = layersOf(model);
  const roots = placed.filter(({ layer }) => !layer.trainable).map(({ path }) => path);
  return placed.filter(({ path }) => roots.some((root) => path === root || path.startsWith(`${root}/`)));
}
