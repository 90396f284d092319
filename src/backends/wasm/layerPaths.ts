/** Anything with layers: a LayersModel, a Sequential, a nested one. */
export interface ModelLike {
  readonly layers: readonly object[];
}

export interface LayerPath {
  readonly path: string;
  readonly layer: object;
  /** The class' name in tfjs and those of the classes it extends. */
  readonly classNames: readonly string[];
}

/**
 * Every layer of a model: those of nested models, and those that a layer holds as a property (TimeDistributed,
 * Bidirectional, the cells of recurrent layers, custom layers). A layer that is held in several places comes once.
 */
export function layerPaths(model: ModelLike): readonly LayerPath[] {
  const seen = new Set<object>();
  const found: LayerPath[] = [];
  const walk = (layer: object, parents: readonly string[]): void => {
    if (seen.has(layer)) return;
    seen.add(layer);
    const path = [...parents, nameOf(layer)];
    found.push({ path: path.join('/'), layer, classNames: classNamesOf(layer) });
    for (const inner of innerLayers(layer)) walk(inner, path);
  };
  for (const layer of model.layers) walk(layer, []);
  return found;
}

function innerLayers(layer: object): readonly object[] {
  const listed = (layer as Partial<ModelLike>).layers;
  const held = Object.values(layer).flatMap((value: unknown) =>
    Array.isArray(value) ? (value as unknown[]) : [value],
  );
  return [...(Array.isArray(listed) ? (listed as object[]) : []), ...held.filter(isLayer)];
}

/** By shape, not by class: in Jest there may be several copies of tfjs-layers. */
function isLayer(value: unknown): value is object {
  const candidate = value as { getClassName?: unknown; name?: unknown; call?: unknown } | null;
  return (
    typeof candidate === 'object' &&
    candidate !== null &&
    typeof candidate.getClassName === 'function' &&
    typeof candidate.call === 'function'
  );
}

function nameOf(layer: object): string {
  const { name } = layer as { name?: unknown };
  return typeof name === 'string' ? name : 'unnamed';
}

function classNamesOf(layer: object): string[] {
  const names: string[] = [];
  for (
    let prototype = Object.getPrototypeOf(layer) as object | null;
    prototype !== null;
    prototype = Object.getPrototypeOf(prototype) as object | null
  ) {
    const { className } = prototype.constructor as { className?: unknown };
    if (typeof className === 'string' && !names.includes(className)) names.push(className);
  }
  return names;
}
