import type { LayersModel, Tensor, Variable } from '@tensorflow/tfjs';
import { isOfClass } from './className';
import { type Layer, layersOf } from './layersOf';

/** A weight of a layer: `val` is the variable behind it. tfjs calls this LayerVariable and does not export it. */
export interface LayerWeight {
  readonly name: string;
  readonly val: Variable;
  read(): Tensor;
}

/** The fields of tfjs' BatchNormalization that its type does not show. */
export interface BatchNormalization extends Layer {
  readonly axis: number | readonly number[];
  readonly momentum: number;
  readonly epsilon: number;
  readonly gamma?: LayerWeight;
  readonly beta?: LayerWeight;
  readonly movingMean: LayerWeight;
  readonly movingVariance: LayerWeight;
}

export interface PlacedBatchNorm {
  readonly path: string;
  readonly layer: BatchNormalization;
}

/** Every BatchNorm layer of a model that has its weights, nested and wrapped ones too. */
export function batchNormLayersOf(model: LayersModel): readonly PlacedBatchNorm[] {
  return layersOf(model).filter(
    (placed): placed is PlacedBatchNorm =>
      isOfClass(placed.layer, 'BatchNormalization') && placed.layer.built,
  );
}
