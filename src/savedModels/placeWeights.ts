import type { LayersModel, Tensor, Variable } from '@tensorflow/tfjs';
import type { SavedWeight } from './readWeights';
import { savedModelError } from './savedModelError';

/** A weight of a layer: tfjs' `LayerVariable`. */
interface Place {
  readonly originalName: string;
  readonly val: Variable;
}

/**
 * Puts every weight of the files into its place in the model. Not by `setWeights`, which applies constraints and so may change
 * them: what was saved comes back bit for bit.
 *
 * @throws TypeError that names the weight that is missing, left over, or of another shape
 */
export function placeWeights(file: string, model: LayersModel, saved: readonly SavedWeight[]): void {
  const places = placesIn(model);
  const assigned = saved
    .filter(({ group }) => group === 'model')
    .map(({ name, tensor }) => ({ name, tensor, place: placeFor(name, places) }));
  for (const { name, tensor, place } of assigned) check(file, name, tensor, place);
  const filled = new Set(assigned.map(({ place }) => place));
  const empty = [...places.values()].find((place) => !filled.has(place));
  if (empty !== undefined)
    throw misfit(file, `without the weight ${empty.originalName} [${empty.val.shape.join(', ')}]`);
  if (filled.size < assigned.length) throw misfit(file, 'with two weights for one place');
  for (const { tensor, place } of assigned) place!.val.assign(tensor);
}

function placesIn(model: LayersModel): ReadonlyMap<string, Place> {
  const weights = model.layers.flatMap(({ weights }) => weights as unknown as readonly Place[]);
  return new Map(weights.map((weight) => [weight.originalName, weight]));
}

/** Keras since 2.2 writes layer/cell/weight for what tfjs calls layer/weight (`loadWeights` in tfjs-layers/src/engine/container.ts). */
function placeFor(name: string, places: ReadonlyMap<string, Place>): Place | undefined {
  const parts = name.split('/');
  return places.get(name) ?? places.get([...parts.slice(0, -2), parts.at(-1)!].join('/'));
}

function check(file: string, name: string, { shape, dtype }: Tensor, place: Place | undefined): void {
  if (place === undefined) throw misfit(file, `with the weight ${name}, which no layer has`);
  const { val } = place;
  if (val.shape.join() !== shape.join() || val.dtype !== dtype)
    throw misfit(
      file,
      `with ${name} as ${dtype} [${shape.join(', ')}], where the layer has ${val.dtype} [${val.shape.join(', ')}]`,
    );
}

function misfit(file: string, given: string): TypeError {
  return savedModelError(
    file,
    given,
    'exactly the weights of its layers, each of its shape',
    'save the model again; topology and weights are of two models',
  );
}
