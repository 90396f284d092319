import type { LayersModel } from '@tensorflow/tfjs';
import { given, isPromise } from './given';
import { inputError } from './inputError';
import { modelKind } from './modelKind';

const allowed =
  'a TensorFlow.js layers model (tf.model, tf.sequential, tf.loadLayersModel) that is not disposed';

/** The layers model that `value` is, or an error that says what it is instead and what to do. */
export function modelOf(value: unknown, what: string): LayersModel {
  const found = modelKind(value);
  switch (found.kind) {
    case 'layers model':
      return found.model;
    case 'graph model':
      throw inputError({
        what,
        given: 'a GraphModel',
        allowed,
        next: 'load the layers model that it was converted from: the converter has folded its BatchNorm layers away, and it cannot run in training mode',
      });
    case 'disposed model':
      throw inputError({
        what,
        given: 'a model whose weights are disposed',
        allowed,
        next: 'call dispose() after the last matcher or probe that uses the model',
      });
    case 'not a model':
      throw inputError({ what, given: given(value), allowed, next: nextFor(value) });
  }
}

function nextFor(value: unknown): string {
  if (isPromise(value)) return 'await it';
  if (typeof value === 'string') return 'load the model first: await loadModel(path)';
  const holds = typeof value === 'object' && value !== null && 'model' in value;
  return holds ? 'pass the model in it: trained.model' : 'pass the model itself';
}
