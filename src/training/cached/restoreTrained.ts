import type { LayersModel, Optimizer, Tensor, Variable } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import type { Entry } from '../../cache/Entry';
import { parseExactJson } from '../../files/json/exactJson';
import type { StoredTensor } from '../../files/safetensors/encodeSafetensors';
import type { Recording } from '../../probes/recording/Recording';
import { renamed } from './automaticNames';
import { fittedModel } from './fittedModel';
import { optimizerState, setIterations, type Slot } from './OptimizerState';
import { ownName, slotName, type TrainedText, weightName, weightsIn, type WrittenSlot } from './trainedEntry';

/**
 * Puts into a model, compiled as for its training, what an entry holds: as if it had been trained here.
 *
 * @param names the automatic names of this model, in the order of those of the entry
 * @returns the recording; undefined for an entry that does not fit, and then nothing is changed
 */
export function restoreTrained(
  model: LayersModel,
  { tensors, metadata }: Entry,
  names: readonly string[],
): Recording | undefined {
  const optimizer = model.optimizer;
  const trained = trainedText(metadata['trained'], names);
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const plan = trained === undefined ? undefined : planOf(model, optimizer, trained, byName);
  if (trained === undefined || plan === undefined) return undefined;
  for (const { variable, stored } of plan.assigned) tf.tidy(() => variable.assign(tensorOf(stored)));
  for (const { list, slot } of plan.added)
    list.push({
      originalName: slot.originalName,
      variable: tf.tidy(() => tf.variable(tensorOf(slot.stored), false)),
    });
  setIterations(optimizer, trained.iterations);
  if (trained.history !== null) fittedModel(model).history = Object.assign(new tf.History(), trained.history);
  return trained.recording;
}

function trainedText(text: string | undefined, names: readonly string[]): TrainedText | undefined {
  if (text === undefined) return undefined;
  const written = parseExactJson(text) as TrainedText;
  if (written.names.length !== names.length) return undefined;
  return parseExactJson(renamed(text, written.names, names)) as TrainedText;
}

interface Plan {
  readonly assigned: readonly { readonly variable: Variable; readonly stored: StoredTensor }[];
  readonly added: readonly {
    readonly list: Slot[];
    readonly slot: { readonly originalName: string; readonly stored: StoredTensor };
  }[];
}

/** What goes where, complete before anything is changed: every tensor of the entry has a place, and every place a tensor. */
function planOf(
  model: LayersModel,
  optimizer: Optimizer,
  { slots }: TrainedText,
  byName: ReadonlyMap<string, StoredTensor>,
): Plan | undefined {
  const weights = weightsIn(model);
  const state = optimizerState(optimizer);
  const assigned = [
    ...weights.map((variable, index) => ({ variable, stored: byName.get(weightName(index)) })),
    ...[...state.own].map(([property, variable]) => ({ variable, stored: byName.get(ownName(property)) })),
  ];
  const added: { list: Slot[]; slot: { originalName: string; stored: StoredTensor | undefined } }[] = [];
  for (const [property, written] of Object.entries(slots)) {
    const list = state.slots.get(property) as Slot[] | undefined;
    if (list === undefined) return undefined;
    for (const [index, slot] of written.entries()) {
      const stored = byName.get(slotName(property, index));
      if (list[index] !== undefined) assigned.push({ variable: list[index].variable, stored });
      else added.push({ list, slot: { originalName: originalName(slot, weights), stored } });
    }
  }
  const isWhole = assigned.every(({ variable, stored }) => stored !== undefined && fits(variable, stored));
  const isComplete = added.every(({ slot }) => slot.stored !== undefined);
  return isWhole && isComplete && assigned.length + added.length === byName.size
    ? ({ assigned, added } as Plan)
    : undefined;
}

const dtypes: Readonly<Record<string, 'float32' | 'int32' | 'bool'>> = {
  F32: 'float32',
  I32: 'int32',
  BOOL: 'bool',
};

const fits = ({ dtype, shape }: Variable, stored: StoredTensor): boolean =>
  dtypes[stored.dtype] === dtype && stored.shape.join() === shape.join();

const originalName = ({ weight, rest }: WrittenSlot, weights: readonly Variable[]): string =>
  weight === null ? rest : `${weights[weight]!.name}${rest}`;

function tensorOf({ dtype, shape, bytes }: StoredTensor): Tensor {
  const { buffer } = new Uint8Array(bytes);
  const values =
    dtype === 'F32'
      ? new Float32Array(buffer)
      : dtype === 'I32'
        ? new Int32Array(buffer)
        : new Uint8Array(buffer);
  return tf.tensor(values, [...shape], dtypes[dtype]);
}
