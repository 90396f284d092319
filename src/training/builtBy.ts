import type { LayersModel } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { inputError } from '../input/inputError';
import { modelOf } from '../input/modelOf';

export type ModelFactory = () => LayersModel | Promise<LayersModel>;

/** The model that a factory makes. Of a factory that throws, or makes something else, no variable stays behind. */
export async function builtBy(factory: ModelFactory, where: string): Promise<LayersModel> {
  const before = new Set(Object.values(tf.engine().registeredVariables));
  try {
    return modelOf(await called(factory, where), `What the factory given to ${where} returned`);
  } catch (error) {
    for (const variable of Object.values(tf.engine().registeredVariables)) {
      if (!before.has(variable)) variable.dispose();
    }
    throw error;
  }
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
