import type * as tf from '@tensorflow/tfjs';

/** What the matrix knows of tfjs' BatchNorm layer. */
export interface BatchNorm extends tf.layers.Layer {
  momentum: number;
  readonly epsilon: number;
  readonly movingMean: tf.LayerVariable;
  readonly movingVariance: tf.LayerVariable;
}

/** Every BatchNorm layer that a model holds anywhere: a plain search through everything it refers to. */
export function batchNormLayersIn(model: tf.LayersModel): readonly BatchNorm[] {
  const seen = new Set<unknown>();
  const found: BatchNorm[] = [];
  const open: unknown[] = [model];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null || seen.has(next) || ArrayBuffer.isView(next)) continue;
    seen.add(next);
    if (isBatchNorm(next)) found.push(next);
    open.push(...(Object.values(next) as unknown[]));
  }
  return found.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

function isBatchNorm(value: object): value is BatchNorm {
  const layer = value as Partial<BatchNorm>;
  return typeof layer.getClassName === 'function' && layer.getClassName() === 'BatchNormalization';
}
