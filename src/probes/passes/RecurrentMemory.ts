import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { layersOf } from '../model/layersOf';

/** What recurrent layers and cells keep from one call to the next. tfjs does not show these fields. */
interface Remembering {
  stateful?: boolean;
  states_?: Tensor[] | null;
  keptStates?: Tensor[][] | null;
  dropoutMask?: Tensor | Tensor[] | null;
  recurrentDropoutMask?: Tensor | Tensor[] | null;
}

/** Whether a layer of the model goes on from the batch before. */
export function isStateful(model: LayersModel): boolean {
  return recurrentLayers(model).some(isStatefulLayer);
}

function recurrentLayers(model: LayersModel): readonly Remembering[] {
  return layersOf(model)
    .map(({ layer }) => layer as Remembering)
    .filter((layer) => 'states_' in layer || 'dropoutMask' in layer);
}

function isStatefulLayer(layer: Remembering): boolean {
  return layer.stateful === true && layer.states_ != null;
}

/**
 * The memory of recurrent layers during one series of passes: states that start at zero, as after `resetStates()`, and go
 * on from pass to pass. The model's own states and dropout masks are put aside while a pass runs.
 */
export class RecurrentMemory {
  private readonly layers: readonly Remembering[];
  private readonly states = new Map<Remembering, Tensor[]>();

  constructor(model: LayersModel) {
    this.layers = recurrentLayers(model);
  }

  /** Runs one pass, which must be synchronous. */
  during<T>(pass: () => T): T {
    const own = this.layers.map((layer) => ({ layer, fields: fieldsOf(layer) }));
    for (const layer of this.layers) this.install(layer);
    try {
      return pass();
    } finally {
      for (const { layer, fields } of own) {
        this.takeOut(layer);
        Object.assign(layer, fields);
      }
    }
  }

  private install(layer: Remembering): void {
    if ('dropoutMask' in layer) Object.assign(layer, { dropoutMask: null, recurrentDropoutMask: null });
    if (!isStatefulLayer(layer)) return;
    const states = this.states.get(layer) ?? layer.states_!.map((state) => tf.keep(tf.zerosLike(state)));
    Object.assign(layer, { states_: states, keptStates: [] });
  }

  private takeOut(layer: Remembering): void {
    const { states_, keptStates, dropoutMask, recurrentDropoutMask } = layer;
    tf.dispose([dropoutMask ?? [], recurrentDropoutMask ?? []]);
    if (!isStatefulLayer(layer)) return;
    this.states.set(layer, states_!);
    tf.dispose(keptStates ?? []);
  }

  dispose(): void {
    tf.dispose([...this.states.values()]);
  }
}

/** Only the fields that the layer has: to give them back, no other is added. */
function fieldsOf(layer: Remembering): Remembering {
  const names = ['states_', 'keptStates', 'dropoutMask', 'recurrentDropoutMask'] as const;
  return Object.fromEntries(names.filter((name) => name in layer).map((name) => [name, layer[name]]));
}
