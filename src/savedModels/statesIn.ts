import type { Tensor } from '@tensorflow/tfjs';

/** Where tfjs keeps layers in layers: nested models, wrappers, Bidirectional. */
interface Holder {
  readonly layers?: readonly object[];
  readonly layer?: object;
  readonly forwardLayer?: object;
  readonly backwardLayer?: object;
  readonly states_?: readonly Tensor[] | null;
}

/** The states of the stateful recurrent layers: tensors, made with the layer, that are no variables. */
export function statesIn(holder: object): readonly Tensor[] {
  const { layers = [], layer, forwardLayer, backwardLayer, states_ } = holder as Holder;
  const held = [...layers, layer, forwardLayer, backwardLayer].filter((each) => typeof each === 'object');
  return [...(states_ ?? []), ...held.flatMap(statesIn)];
}
