import type * as tf from '@tensorflow/tfjs';

interface Weight {
  readonly shape: readonly (number | null)[];
  write(value: tf.Tensor): void;
}
interface BatchNorm {
  trainable: boolean;
  readonly movingMean: Weight;
  readonly movingVariance: Weight;
}

/** BatchNorm layers, those of nested models too; found in the bench's own way. */
export function batchNormIn(model: tf.LayersModel): readonly BatchNorm[] {
  return model.layers.flatMap((layer) => {
    if (layer.getClassName() === 'BatchNormalization') return [layer as unknown as BatchNorm];
    return 'layers' in layer ? batchNormIn(layer as unknown as tf.LayersModel) : [];
  });
}

export function freeze(model: tf.LayersModel): void {
  for (const layer of batchNormIn(model)) layer.trainable = false;
}
