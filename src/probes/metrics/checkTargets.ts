import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import { inputError } from '../../input/inputError';
import type { LossName } from './lossFunctions';

/**
 * Refuses targets that the loss cannot be computed from. TensorFlow.js computes a number all the same for some of them: a
 * class index beyond the classes is a row without a class.
 */
export async function checkTargets(
  ys: Tensor,
  loss: LossName,
  model: LayersModel,
  where: string,
): Promise<void> {
  const output = model.outputs[0]!.shape;
  const size = output.slice(1).reduce<number>((product, dim) => product * (dim ?? NaN), ys.shape[0]);
  const columns = output.at(-1) ?? NaN;
  const expected = loss === 'sparseCategoricalCrossentropy' ? size / columns : size;
  if (Number.isFinite(expected) && ys.size !== expected) {
    throw inputError({
      what: `\`ys\` of ${where}`,
      given: `a tensor of shape [${ys.shape.join(', ')}] for the loss ${loss}`,
      allowed: `${expected} numbers for an output of shape [${output.map(String).join(', ')}]`,
      next: 'use one-hot targets with categoricalCrossentropy, class indices with sparseCategoricalCrossentropy',
    });
  }
  if (loss === 'sparseCategoricalCrossentropy') await checkIndices(ys, columns, where);
}

async function checkIndices(ys: Tensor, classes: number, where: string): Promise<void> {
  const values = await ys.data();
  const wrong = values.findIndex((value) => !Number.isInteger(value) || value < 0 || value >= classes);
  if (wrong === -1) return;
  throw inputError({
    what: `\`ys\` of ${where}`,
    given: `a tensor with the class index ${String(values[wrong])}`,
    allowed: `whole numbers from 0 to ${classes - 1}, the classes of the model's output`,
    next: 'count classes from 0, or give the output a column for every class',
  });
}
