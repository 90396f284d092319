import type { LayersModel } from '@tensorflow/tfjs';
import { isOfClass } from './className';
import { hasOwnNoise } from './hasNoise';
import { layersOf, type PlacedLayer } from './layersOf';

/** A node of tfjs' graph: one use of a layer; `callArgs` are the arguments of `apply(x, args)`. */
interface Node {
  readonly callArgs?: { readonly training?: unknown };
}

/**
 * Paths of the layers that were applied with `{ training: ... }` while the model was built, and that hold a layer that
 * depends on the mode. tfjs keeps the argument and never looks at it again.
 */
export function callTimeTraining(model: LayersModel): readonly string[] {
  const placed = layersOf(model);
  return placed
    .filter(({ layer }) => nodesOf(layer).some(({ callArgs }) => callArgs?.training !== undefined))
    .filter(({ path }) => placed.some((inner) => isWithin(inner, path) && dependsOnMode(inner)))
    .map(({ path }) => path);
}

function nodesOf(layer: PlacedLayer['layer']): readonly Node[] {
  return (layer as unknown as { inboundNodes?: readonly Node[] }).inboundNodes ?? [];
}

function isWithin({ path }: PlacedLayer, root: string): boolean {
  return path === root || path.startsWith(`${root}/`);
}

function dependsOnMode({ layer }: PlacedLayer): boolean {
  return isOfClass(layer, 'BatchNormalization') || hasOwnNoise(layer);
}
