import type { LayersModel } from '@tensorflow/tfjs';

/** What `fit` leaves on a model beside numbers. */
interface Fitted {
  history?: { readonly epoch: readonly number[]; readonly history: object };
}

/** The model that `fit` works on: a Sequential fits through one that it builds inside. */
export function fittedModel(model: LayersModel): Fitted {
  return (model as { model?: Fitted }).model ?? model;
}
