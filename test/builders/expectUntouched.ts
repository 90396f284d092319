import { expect } from '@jest/globals';
import type { LayersModel, Tensor, Variable } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';

interface Weight {
  readonly name: string;
  readonly val: Variable;
}

/** The fields of a layer that a probe must not change. */
interface LayerInside {
  readonly name: string;
  readonly trainable: boolean;
  readonly momentum?: unknown;
  readonly states_?: readonly Tensor[] | null;
  readonly keptStates?: readonly unknown[] | null;
  readonly dropoutMask?: Tensor | readonly Tensor[] | null;
  readonly recurrentDropoutMask?: Tensor | readonly Tensor[] | null;
  readonly _trainableWeights?: readonly Weight[];
  readonly _nonTrainableWeights?: readonly Weight[];
}

/**
 * Runs `work` and expects every weight, moving statistic and optimizer slot to be the same to the bit afterwards, every
 * flag, state, mask and method to be the same, `Math.random` to be the same function in the same state of mind, the next
 * layer to get the name that it would have got, and no tensor more or less to be alive. When `work` throws, all of that is expected too, and the error comes out of here.
 */
export async function expectUntouched<T>(model: LayersModel, work: () => Promise<T>): Promise<T> {
  const before = await stateOf(model);
  const names = layersNamed();
  const tensors = tf.memory().numTensors;
  let outcome: { readonly value: T } | { readonly error: unknown };
  try {
    outcome = { value: await work() };
  } catch (error) {
    outcome = { error };
  }
  const left = tf.memory().numTensors;
  const after = await stateOf(model);
  expect(after.data).toEqual(before.data);
  for (const [i, identity] of before.identities.entries()) expect(after.identities[i]).toBe(identity);
  expect(left).toBe(tensors);
  expect(layersNamed()).toBe(names + 1);
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}

/** How many layers of a class have been given a name so far, this one included. */
function layersNamed(): number {
  return Number(/\d+$/.exec(tf.layers.batchNormalization({}).name)![0]);
}

/** The bits of every weight and optimizer slot, and the flags, by name. */
export async function bitsOf(model: LayersModel): Promise<Readonly<Record<string, unknown>>> {
  return (await stateOf(model)).data;
}

async function stateOf(
  model: LayersModel,
): Promise<{ data: Readonly<Record<string, unknown>>; identities: unknown[] }> {
  const data: Record<string, unknown> = {};
  const identities: unknown[] = [Math.random, model.optimizer, model.loss, model.metrics, model.predict];
  identities.push(...compiledParts(model));
  for (const layer of layersIn(model)) {
    data[layer.name] = {
      trainable: layer.trainable,
      momentum: layer.momentum,
      masks: [layer.dropoutMask ?? [], layer.recurrentDropoutMask ?? []]
        .flat()
        .map(({ isDisposed }) => isDisposed),
      states: await Promise.all((layer.states_ ?? []).map(bits)),
    };
    identities.push((layer as { call?: unknown }).call, ...(layer.states_ ?? []), layer.keptStates?.length);
    identities.push(layer.dropoutMask, layer.recurrentDropoutMask);
    for (const weight of [...(layer._trainableWeights ?? []), ...(layer._nonTrainableWeights ?? [])]) {
      data[`${layer.name} ${weight.name}`] = await bits(weight.val);
      identities.push(weight.val);
    }
  }
  Object.assign(data, await optimizerBits(model));
  return { data, identities };
}

/** What compile and fit leave on a model. A Sequential that is not compiled throws when it is asked. */
function compiledParts(model: LayersModel): readonly unknown[] {
  if (model.optimizer == null) return [];
  const { lossFunctions, metricsTensors, metricsNames, stopTraining } = model as unknown as Record<
    string,
    unknown
  >;
  return [lossFunctions, metricsTensors, stopTraining, String(metricsNames)];
}

async function optimizerBits(model: LayersModel): Promise<Record<string, unknown>> {
  if (model.optimizer == null) return {};
  const slots = await model.optimizer.getWeights();
  const data: Record<string, unknown> = {};
  for (const [i, { name, tensor }] of slots.entries()) data[`slot ${i} ${name}`] = await bits(tensor);
  // tfjs makes the first one, the count of iterations, for this call.
  slots[0]?.tensor.dispose();
  return data;
}

async function bits(tensor: Tensor): Promise<number[]> {
  const values = await tensor.data();
  return Array.from(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

/** Everything with weights that can be reached from a model: found by itself, not by the code under test. */
function layersIn(model: LayersModel): LayerInside[] {
  const found = new Set<LayerInside>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach(visit);
    } else if (typeof value === 'object' && value !== null && '_trainableWeights' in value) {
      if (found.has(value as unknown as LayerInside)) return;
      found.add(value as unknown as LayerInside);
      for (const [name, held] of Object.entries(value)) if (!name.endsWith('Nodes')) visit(held);
    }
  };
  visit(model);
  // A Sequential makes the model inside it when it is first used: models and inputs do not count, other layers do.
  return [...found]
    .filter((layer) => !('layers' in layer) && !('sparse' in layer))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
