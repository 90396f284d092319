import type { LayersModel, Variable } from '@tensorflow/tfjs';
import type { Entry } from '../../cache/Entry';
import { exactJson } from '../../files/json/exactJson';
import type { StoredTensor } from '../../files/safetensors/encodeSafetensors';
import { layersOf } from '../../probes/model/layersOf';
import { ownWeights } from '../../probes/model/ownWeights';
import type { Recording } from '../../probes/recording/Recording';
import { fittedModel } from './fittedModel';
import { numbersOf } from './numbersOf';
import { optimizerState } from './OptimizerState';

/** A slot by the weight that it belongs to: names differ from process to process. */
export interface WrittenSlot {
  /** Counted through all weights of the model; null where the name is that of no weight. */
  readonly weight: number | null;
  /** What follows the name of the weight, or the whole name. */
  readonly rest: string;
}

/** The text of an entry. */
export interface TrainedText {
  readonly names: readonly string[];
  readonly recording: Recording;
  readonly iterations: number;
  readonly slots: Readonly<Record<string, readonly WrittenSlot[]>>;
  readonly history: { readonly epoch: readonly number[]; readonly history: object } | null;
}

/** What a training has left in a model and its optimizer, and what it recorded. */
export async function trainedEntry(
  model: LayersModel,
  recording: Recording,
  names: readonly string[],
  about: object,
): Promise<Entry> {
  const weights = weightsIn(model);
  const { iterations, own, slots } = optimizerState(model.optimizer);
  const tensors: StoredTensor[] = [];
  for (const [index, weight] of weights.entries()) tensors.push(await numbersOf(weightName(index), weight));
  for (const [property, variable] of own) tensors.push(await numbersOf(ownName(property), variable));
  for (const [property, list] of slots) {
    for (const [index, { variable }] of list.entries())
      tensors.push(await numbersOf(slotName(property, index), variable));
  }
  const trained: TrainedText = {
    ...{ names, recording, iterations },
    slots: Object.fromEntries(
      [...slots].map(([property, list]) => [
        property,
        list.map(({ originalName }) => writtenSlot(originalName, weights)),
      ]),
    ),
    history: fittedModel(model).history ?? null,
  };
  return { tensors, metadata: { trained: exactJson(trained), about: JSON.stringify(about) } };
}

/** Every weight of a model, in the order of its layers. */
export function weightsIn(model: LayersModel): readonly Variable[] {
  return [...new Set(layersOf(model).flatMap(({ layer }) => ownWeights(layer).map(({ val }) => val)))];
}

export const weightName = (index: number): string => `weight/${index}`;
export const ownName = (property: string): string => `optimizer/${property}`;
export const slotName = (property: string, index: number): string => `slot/${property}/${index}`;

function writtenSlot(name: string, weights: readonly Variable[]): WrittenSlot {
  const weight = weights.findIndex((each) => name.startsWith(`${each.name}/`));
  return weight === -1
    ? { weight: null, rest: name }
    : { weight, rest: name.slice(weights[weight]!.name.length) };
}
