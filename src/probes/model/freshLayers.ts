import type { LayersModel } from '@tensorflow/tfjs';
import { type Layer, layersOf } from './layersOf';
import { ownWeights } from './ownWeights';

/** The weights of a layer that training moves off a constant, as a rule off it for good, by the property that holds their initialiser. */
const constants: Readonly<Record<string, string>> = {
  bias: 'biasInitializer',
  gamma: 'gammaInitializer',
  beta: 'betaInitializer',
};

/**
 * Paths of layers whose biases, gammas and betas are, every one of them, what their initialisers made of them, in a model where another layer's
 * are not: an update that reaches a layer moves them. Layers without any of these tell nothing, nor do layers that are frozen.
 */
export async function freshLayers(model: LayersModel): Promise<readonly string[]> {
  const told: { readonly path: string; readonly isFresh: boolean }[] = [];
  for (const { path, layer } of layersOf(model)) {
    const isFresh = await looksFresh(layer);
    if (isFresh !== undefined) told.push({ path, isFresh });
  }
  if (told.every(({ isFresh }) => isFresh)) return [];
  return told.filter(({ isFresh }) => isFresh).map(({ path }) => path);
}

/** Undefined where nothing tells. */
async function looksFresh(layer: Layer): Promise<boolean | undefined> {
  if (!layer.trainable) return undefined;
  let isTold = false;
  for (const weight of ownWeights(layer)) {
    const name = weight.name.split('/').at(-1)!.replace(/_\d+$/, '');
    const start = startOf(layer, name);
    if (start === undefined) continue;
    isTold = true;
    const values = await weight.read().data();
    if (!values.every((value) => value === start)) return false;
  }
  return isTold ? true : undefined;
}

/** The constant that an initialiser fills a weight with; undefined where it draws numbers, or is not known. */
function startOf(layer: Layer, weight: string): number | undefined {
  const property = constants[weight];
  if (property === undefined) return undefined;
  const initializer = (layer as unknown as Readonly<Record<string, object | undefined>>)[property];
  const name = (initializer?.constructor as { className?: string } | undefined)?.className;
  if (name === 'Zeros') return 0;
  return name === 'Ones' ? 1 : undefined;
}
