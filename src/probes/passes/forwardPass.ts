import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import type { Moments } from '../../numeric/Moments';
import { type BatchNormalization, batchNormLayersOf } from '../model/batchNormLayersOf';
import { foreignLayers } from '../model/foreignLayers';
import { inputMoments, rowMoments } from './inputMoments';
import { normalise } from './normalise';

/** What BatchNorm layers normalise by during one pass. */
export type Statistics =
  | {
      readonly kind: 'batch';
      /** Is told the moments of every BatchNorm input, once per call of the layer, and those of each of its rows if it asks. */
      readonly seen?: (
        layer: BatchNormalization,
        moments: Moments,
        values: number,
        ofRows: () => readonly Moments[],
      ) => void;
    }
  | { readonly kind: 'given'; readonly of: ReadonlyMap<BatchNormalization, Moments> };

export interface Pass {
  /** Dropout and noise layers on, as in training mode. */
  readonly noise: boolean;
  readonly batchNorm: Statistics;
}

/**
 * One forward pass of `[rows, ...]` inputs to all outputs with the two halves of training mode set apart: noise layers follow
 * `noise`, BatchNorm layers follow `batchNorm`. Nothing is written: while the pass runs, the `call` of the model's
 * BatchNorm classes is replaced. That reaches nested, shared, wrapped and untracked layers alike, which no model built
 * from the layers' inputs does. The pass is synchronous, so nothing can run in between.
 */
export function forwardPass(
  model: LayersModel,
  xs: readonly Tensor[],
  { noise, batchNorm }: Pass,
): readonly Tensor[] {
  const prototypes = callHolders(model);
  const originals = prototypes.map((prototype) => prototype.call);
  for (const prototype of prototypes) prototype.call = replacedCall(batchNorm);
  try {
    return tf.tidy(() => [model.apply([...xs], noise ? { training: true } : {}) as Tensor | Tensor[]].flat());
  } finally {
    prototypes.forEach((prototype, i) => (prototype.call = originals[i]!));
  }
}

type Call = BatchNormalization['call'];
type CallHolder = { call: Call };

/**
 * The objects that own the `call` of the model's BatchNorm layers: the class as a rule, a subclass or the layer itself. A layer of
 * somebody's own making may hold one where nothing finds it, so then the class is among them in any case.
 */
function callHolders(model: LayersModel): readonly CallHolder[] {
  const holders = new Set<CallHolder>();
  if (foreignLayers(model).length > 0) holders.add(batchNormClass().prototype);
  for (const { layer } of batchNormLayersOf(model)) {
    let holder: CallHolder = layer;
    while (!Object.hasOwn(holder, 'call')) holder = Object.getPrototypeOf(holder) as CallHolder;
    holders.add(holder);
  }
  return [...holders];
}

function batchNormClass(): { readonly prototype: CallHolder } {
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  return classNameMap['BatchNormalization']![0];
}

function replacedCall(statistics: Statistics): Call {
  return function (this: unknown, inputs: Tensor | Tensor[]): Tensor {
    const layer = this as BatchNormalization;
    const x = Array.isArray(inputs) ? inputs[0]! : inputs;
    return normalise(layer, x, momentsFor(layer, x, statistics));
  };
}

function momentsFor(layer: BatchNormalization, x: Tensor, statistics: Statistics): Moments {
  if (statistics.kind === 'given') {
    const given = statistics.of.get(layer);
    if (given !== undefined) return given;
  }
  const moments = inputMoments(layer, x);
  if (statistics.kind === 'batch')
    statistics.seen?.(layer, moments, x.size / moments.mean.length, () => rowMoments(layer, x));
  return moments;
}
