import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs';
import { type LookUp, lookUpOf } from './lookUpOf';

/** One input or one output of a model, and how it is named in messages. */
export interface Slot {
  /** The name in the model; empty for a model that is not built, whose one input is what the first batch is. */
  readonly name: string;
  /** `null` for sizes that are open; undefined for a model that is not built. */
  readonly shape: readonly (number | null)[] | undefined;
  readonly dtype: 'float32' | 'int32';
  /** Of an input whose numbers are places in a table. */
  readonly lookUp?: LookUp | undefined;
}

const unknown: readonly Slot[] = [{ name: '', shape: undefined, dtype: 'float32' }];

export function inputSlots(model: LayersModel): readonly Slot[] {
  const known = slots(model.inputs);
  return known === unknown
    ? known
    : known.map((slot, at) => ({ ...slot, lookUp: lookUpOf(model, model.inputs[at]!) }));
}

export function outputSlots(model: LayersModel): readonly Slot[] {
  return slots(model.outputs);
}

/** A Sequential has its inputs with its first layer, and their names only once it is built: they are those of the layers. */
function slots(tensors: readonly SymbolicTensor[] | undefined): readonly Slot[] {
  if (tensors === undefined || tensors.length === 0) return unknown;
  return tensors.map(({ shape, dtype, sourceLayer }) => ({
    name: sourceLayer.name,
    shape,
    dtype: dtype === 'int32' ? 'int32' : 'float32',
  }));
}
