import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';

/** What a layer may hold beside its weights: the states of a stateful one, and other layers. */
interface Holding {
  readonly states_?: readonly Tensor[] | null;
  readonly layers?: readonly Holding[];
  readonly layer?: Holding;
  readonly forwardLayer?: Holding;
  readonly backwardLayer?: Holding;
}

/** Frees all of a model that `loadModel` made: weights, states, the state of its optimizer. */
export function disposeModel(model: LayersModel): void {
  for (const weight of model.weights) weight.dispose();
  disposeStates(model as unknown as Holding);
  (model.optimizer as { dispose?: () => void } | undefined)?.dispose?.();
}

function disposeStates({ states_, layers = [], layer, forwardLayer, backwardLayer }: Holding): void {
  tf.dispose([...(states_ ?? [])]);
  for (const held of [...layers, layer, forwardLayer, backwardLayer])
    if (held !== undefined) disposeStates(held);
}
