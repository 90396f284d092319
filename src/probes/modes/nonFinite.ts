import type { LayersModel } from '@tensorflow/tfjs';
import { layersOf } from '../model/layersOf';
import { ownWeights } from '../model/ownWeights';

/** The rows of `[rows, ...]` predictions in which a number is NaN or Infinity. */
export function nonFiniteRows(predictions: Float32Array, rows: number): readonly number[] {
  const size = predictions.length / rows;
  const found = new Set<number>();
  predictions.forEach((value, i) => {
    if (!Number.isFinite(value)) found.add(Math.floor(i / size));
  });
  return [...found];
}

/** `layer/weight` of the first weight that holds NaN or Infinity. */
export async function nonFiniteWeight(model: LayersModel): Promise<string | undefined> {
  for (const { path, layer } of layersOf(model)) {
    for (const weight of ownWeights(layer)) {
      const values = await weight.read().data();
      if (values.some((value) => !Number.isFinite(value))) return `${path}/${weight.name.split('/').at(-1)}`;
    }
  }
  return undefined;
}
