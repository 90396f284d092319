import type { LayersModel, Tensor } from '@tensorflow/tfjs';
import type { SavedWeight } from './readWeights';
import { savedModelError } from './savedModelError';

interface Stateful {
  setWeights(weights: readonly { readonly name: string; readonly tensor: Tensor }[]): Promise<void>;
}

/** Gives the optimizer what it had: its count of steps, then its slots, each of the shape of a trainable weight. */
export async function placeOptimizerState(
  file: string,
  model: LayersModel,
  saved: readonly SavedWeight[],
): Promise<void> {
  const state = saved.filter(({ group }) => group === 'optimizer');
  if (state.length === 0) return;
  const optimizer = model.optimizer as unknown as Stateful | undefined;
  if (optimizer == null)
    throw misfit(file, `with the optimizer weight ${state[0]!.name}, and without a trainingConfig`);
  const shapes = new Set(model.trainableWeights.map(({ shape }) => shape.join()));
  const [steps, ...slots] = state;
  if (steps!.tensor.size !== 1)
    throw misfit(file, `with ${steps!.name} of ${steps!.tensor.size} numbers in the place of the step count`);
  const odd = slots.find(({ tensor }) => !shapes.has(tensor.shape.join()));
  if (odd !== undefined)
    throw misfit(
      file,
      `with the optimizer weight ${odd.name} [${odd.tensor.shape.join(', ')}], a shape that no trainable weight has`,
    );
  await optimizer.setWeights(state.map(({ name, tensor }) => ({ name, tensor })));
}

function misfit(file: string, given: string): TypeError {
  return savedModelError(
    file,
    given,
    'the state of the optimizer that its trainingConfig names',
    'save the model again, or without it: saveModel(model, path, { optimizer: false })',
  );
}
