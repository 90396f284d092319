import type { LayersModel } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { inputError } from '../input/inputError';
import { modelOf } from '../input/modelOf';
import { layersOf } from '../probes/model/layersOf';
import { ownWeights } from '../probes/model/ownWeights';
import { statesIn } from '../savedModels/statesIn';
import { ownOptimizer } from './ownOptimizer';

export type ModelFactory = () => LayersModel | Promise<LayersModel>;

/** A model that a factory made. `free` disposes it and every weight that came with it. */
export interface Built {
  readonly model: LayersModel;
  readonly free: () => void;
}

/** The model that a factory makes. Of a factory that throws, or makes something else, no variable stays behind. */
export async function builtBy(factory: ModelFactory, where: string): Promise<Built> {
  const before = new Set(Object.values(tf.engine().registeredVariables));
  try {
    const model = modelOf(await called(factory, where), `What the factory given to ${where} returned`);
    const made = Object.values(tf.engine().registeredVariables).filter((variable) => !before.has(variable));
    return { model, free: () => freed(model, before, made) };
  } catch (error) {
    for (const variable of Object.values(tf.engine().registeredVariables)) {
      if (!before.has(variable)) variable.dispose();
    }
    throw error;
  }
}

/**
 * Not `model.dispose()`: it leaves nested models alive, and it disposes a first layer that was there before the factory
 * and that others may use.
 */
function freed(model: LayersModel, before: ReadonlySet<tf.Variable>, made: readonly tf.Variable[]): void {
  for (const { val } of layersOf(model).flatMap(({ layer }) => ownWeights(layer))) {
    if (!before.has(val)) val.dispose();
  }
  tf.dispose([...statesIn(model)]);
  for (const variable of made) variable.dispose();
  ownOptimizer(model)?.dispose();
}

async function called(factory: ModelFactory, where: string): Promise<unknown> {
  try {
    return await factory();
  } catch (cause) {
    const { message } = inputError({
      what: `The factory given to ${where}`,
      given: `one that throws: ${cause instanceof Error ? cause.message : String(cause)}`,
      allowed: 'a function that returns a layers model, or a promise of one',
      next: 'call the factory by itself to see the error where it arises',
    });
    throw new TypeError(message, { cause });
  }
}
