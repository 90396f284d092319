import { firstNonFinite } from '../../numeric/firstNonFinite';
import type { LayersModel } from '@tensorflow/tfjs';
import { layersOf } from '../model/layersOf';
import { ownWeights } from '../model/ownWeights';

/** The rows of `[rows, ...]` predictions in which a number is NaN or Infinity. */
export function nonFiniteRows(predictions: Float32Array, rows: number): readonly number[] {
  const size = predictions.length / rows;
  const isNonFinite = (row: number): boolean =>
    firstNonFinite(predictions.subarray(row * size, (row + 1) * size)) !== -1;
  return Array.from({ length: rows }, (_, row) => row).filter(isNonFinite);
}

/** `layer/weight` of the first weight that holds NaN or Infinity. */
export async function nonFiniteWeight(model: LayersModel): Promise<string | undefined> {
  for (const { path, layer } of layersOf(model)) {
    for (const weight of ownWeights(layer)) {
      const values = await weight.read().data();
      if (firstNonFinite(values) !== -1) return `${path}/${weight.name.split('/').at(-1)}`;
    }
  }
  return undefined;
}
