import type { LayersModel } from '@tensorflow/tfjs';
import { type Compiled, compiledOf, type CompileState } from './Compiled';

export interface LossAndMetrics {
  readonly loss?: unknown;
  readonly metrics?: unknown;
}

export interface OutputShape {
  readonly name: string;
  readonly shape: readonly (number | null)[];
}

/** The outputs as tfjs names them. A Sequential that was never run has not named its own yet. */
export function outputsOf(model: LayersModel): readonly OutputShape[] {
  return model.outputs.map(({ sourceLayer, shape }) => ({ name: sourceLayer.name, shape }));
}

/**
 * What tfjs makes of a loss and metrics: its own `compile`, run on a stand-in for a model with these outputs. The model
 * itself is not touched, and no tensor or layer is made.
 *
 * @throws what `compile` throws
 */
export function compiledAs(
  model: LayersModel,
  outputs: readonly OutputShape[],
  { loss, metrics }: LossAndMetrics,
): Compiled {
  const standIn = {
    outputs,
    outputNames: outputs.map(({ name }) => name),
    internalOutputShapes: outputs.map(({ shape }) => shape),
    trainableWeights: [],
  };
  layersModelPrototype(model).compile.call(standIn, { optimizer, loss, metrics });
  return compiledOf(standIn as unknown as CompileState);
}

/** An optimizer by what tfjs tells one by (`Symbol.hasInstance` of tfjs-core/src/optimizers/optimizer.ts). */
const optimizer = { minimize: true, computeGradients: true, applyGradients: true };

interface CanCompile {
  compile(args: LossAndMetrics & { readonly optimizer: unknown }): void;
}

/** That of the copy of tfjs which built the model: the last of its prototypes with a `compile` of its own. */
export function layersModelPrototype(model: LayersModel): CanCompile {
  let found: CanCompile = model as object as CanCompile;
  for (
    let prototype = Object.getPrototypeOf(model) as CanCompile | null;
    prototype !== null;
    prototype = Object.getPrototypeOf(prototype) as CanCompile | null
  )
    if (Object.hasOwn(prototype, 'compile')) found = prototype;
  return found;
}
