import type { LayersModel, layers } from '@tensorflow/tfjs';

export type Layer = layers.Layer;

export interface PlacedLayer {
  /** Names from the outermost model inwards, joined by `/`: layer names repeat across nested models. */
  readonly path: string;
  readonly layer: Layer;
}

/**
 * Every layer of a model, once each, in the order of the model: those of nested models, those inside wrappers and
 * recurrent cells, and those that a custom layer holds as a property (tfjs does not track these, yet they run).
 */
export function layersOf(model: LayersModel): readonly PlacedLayer[] {
  const found: PlacedLayer[] = [];
  const seen = new Set<unknown>([model]);
  collect(model, '', seen, found);
  return found;
}

function collect(holder: object, prefix: string, seen: Set<unknown>, found: PlacedLayer[]): void {
  for (const layer of heldLayers(holder)) {
    if (seen.has(layer)) continue;
    seen.add(layer);
    const path = prefix === '' ? layer.name : `${prefix}/${layer.name}`;
    found.push({ path, layer });
    collect(layer, path, seen, found);
  }
}

/** `layers` first: it is the order of the model, and a Sequential's inner `model` property repeats it. */
function heldLayers(holder: object): readonly Layer[] {
  const own = holder as { layers?: unknown };
  if (Array.isArray(own.layers)) return own.layers.filter(isLayer);
  return Object.entries(holder)
    .filter(([name]) => !linksBack.has(name))
    .flatMap(([, value]) => layersIn(value));
}

/** Layers in a property: the value itself, or what lists, maps and plain objects hold, however deep. */
function layersIn(value: unknown, depth = 0): readonly Layer[] {
  if (isLayer(value)) return [value];
  if (depth > deepest || typeof value !== 'object' || value === null) return [];
  const within = (values: readonly unknown[]): readonly Layer[] =>
    values.flatMap((each) => layersIn(each, depth + 1));
  if (Array.isArray(value)) return typeof value[0] === 'number' ? [] : within(value);
  if (value instanceof Map || value instanceof Set) return within([...value.values()]);
  return isPlain(value) ? within(Object.values(value)) : [];
}

/** Configurations are nested too, and hold no layers. */
const deepest = 3;

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    prototype === null || (prototype as { constructor?: { name?: string } }).constructor?.name === 'Object'
  );
}

/** Properties of a layer that lead to its neighbours in the graph, not into it. */
const linksBack = new Set(['inboundNodes', 'outboundNodes']);

function isLayer(value: unknown): value is Layer {
  if (typeof value !== 'object' || value === null) return false;
  const layer = value as Partial<Layer>;
  return (
    typeof layer.call === 'function' && typeof layer.apply === 'function' && typeof layer.name === 'string'
  );
}
