import type { LayersModel } from '@tensorflow/tfjs';

/**
 * What a value is that stands where a model should. Told by shape and not by `instanceof`: several copies of a module
 * are common in Jest.
 */
export type ModelKind =
  | { readonly kind: 'layers model'; readonly model: LayersModel }
  | { readonly kind: 'graph model' }
  | { readonly kind: 'disposed model' }
  | { readonly kind: 'not a model' };

export function modelKind(value: unknown): ModelKind {
  if (isLayersModel(value)) {
    return isDisposed(value) ? { kind: 'disposed model' } : { kind: 'layers model', model: value };
  }
  return { kind: isGraphModel(value) ? 'graph model' : 'not a model' };
}

function isLayersModel(value: unknown): value is LayersModel {
  return isObject(value) && Array.isArray(value.layers) && isMethod(value.predict) && isMethod(value.apply);
}

function isGraphModel(value: unknown): boolean {
  return isObject(value) && isMethod(value.execute) && isMethod(value.predict) && !('layers' in value);
}

function isDisposed(model: LayersModel): boolean {
  // `weights` of a Sequential that is not built yet throws; such a model has nothing to dispose.
  if (!model.built) return false;
  return model.weights.some(
    (weight) => (weight as unknown as { val: { isDisposed: boolean } }).val.isDisposed,
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isMethod(value: unknown): boolean {
  return typeof value === 'function';
}
