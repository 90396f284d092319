import type { LayersModel } from '@tensorflow/tfjs';
import { isOfClass } from './className';
import { foreignLayers } from './foreignLayers';
import { type Layer, layersOf } from './layersOf';

const noiseClasses = ['Dropout', 'SpatialDropout1D', 'GaussianNoise', 'GaussianDropout', 'AlphaDropout'];

/** Whether a layer of the model draws random numbers in training mode. */
export function drawsNoise(model: LayersModel): boolean {
  return layersOf(model).some(({ layer }) => hasOwnNoise(layer));
}

/** Whether the layer itself draws random numbers in training mode. */
export function hasOwnNoise(layer: Layer): boolean {
  const { rate, stddev, dropout, recurrentDropout } = layer as unknown as Readonly<Record<string, unknown>>;
  if (noiseClasses.some((name) => isOfClass(layer, name))) return isPositive(rate) || isPositive(stddev);
  // Recurrent layers and cells carry their dropout as numbers.
  return isPositive(dropout) || isPositive(recurrentDropout);
}

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && value > 0;
}

/** Whether a layer of the model draws random numbers in training mode, or may do anything else there. */
export function hasNoise(model: LayersModel): boolean {
  return drawsNoise(model) || foreignLayers(model).length > 0;
}
