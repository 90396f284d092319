import type { LayersModel, Tensor, Variable } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { foreignLayers } from '../model/foreignLayers';
import { layersOf } from '../model/layersOf';
import { ownWeights } from '../model/ownWeights';

/**
 * Runs `measure` and puts back every weight and moving statistic bit for bit, also when it throws.
 *
 * It costs nothing: tensors are immutable, so a second tensor on the same numbers keeps them alive, and `assign` brings
 * them back. `reshape` makes one on every engine; `clone` copies the numbers on WASM.
 * Not `setWeights`: it applies constraints, which may change the weights it restores.
 */
export async function withoutTrace<T>(model: LayersModel, measure: () => Promise<T>): Promise<T> {
  const kept = weightsOf(model).map((variable) => ({
    variable,
    value: tf.keep(tf.reshape(variable, variable.shape)),
  }));
  try {
    return await measure();
  } finally {
    for (const { variable, value } of kept) putBack(variable, value);
  }
}

/**
 * The variables of every layer, those included that tfjs does not track. Layers of somebody's own making may hold some where
 * nothing finds them: with such layers it is all variables that there are.
 */
function weightsOf(model: LayersModel): readonly Variable[] {
  const weights = layersOf(model).flatMap(({ layer }) => ownWeights(layer));
  const hidden = foreignLayers(model).length > 0 ? registered() : [];
  return [...new Set([...weights.map((weight) => weight.val), ...hidden])];
}

/** Without those whose numbers are gone: they stay registered where somebody disposed of their tensor. */
function registered(): readonly Variable[] {
  const { registeredVariables, state } = tf.engine();
  return Object.values(registeredVariables).filter(({ dataId }) => state.tensorInfo.has(dataId));
}

function putBack(variable: Variable, value: Tensor): void {
  if (variable.dataId !== value.dataId) variable.assign(value);
  value.dispose();
}
