import type { LayersModel, Optimizer } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { modelFileError } from '../modelFileError';
import type { StoredWeight } from '../reading/readWeights';
import { exactPowers } from './exactPowers';
import { tensorOf } from './putWeights';

/** Gives the optimizer of a compiled model its count of updates and its slots, if the file has any. */
export async function putOptimizer(
  model: LayersModel,
  stored: readonly StoredWeight[],
  file: string,
): Promise<void> {
  if (stored.length === 0) return;
  const { optimizer } = model as { optimizer?: Optimizer };
  if (optimizer === undefined)
    throw misfit(stored[0]!, 'belongs to an optimizer, and the file has no trainingConfig', file);
  checkSlots(model, optimizer, stored, file);
  const values = stored.map((each) => ({ name: each.spec.name, tensor: tensorOf(each) }));
  try {
    await optimizer.setWeights(values);
  } finally {
    tf.dispose(values.map(({ tensor }) => tensor));
  }
  exactPowers(optimizer);
}

/** How many slots an optimizer has for every weight that it has updated. */
function slotsPerWeight(optimizer: Optimizer): number | undefined {
  switch (optimizer.getClassName()) {
    case 'SGD':
      return 0;
    case 'Momentum':
    case 'Adagrad':
      return 1;
    case 'Adam':
    case 'Adadelta':
      return 2;
    case 'RMSProp':
      return optimizer.getConfig()['centered'] === true ? 3 : 2;
    default:
      // Somebody's own: it checks what it is given itself, or not.
      return undefined;
  }
}

function checkSlots(
  model: LayersModel,
  optimizer: Optimizer,
  [iterations, ...slots]: readonly StoredWeight[],
  file: string,
): void {
  const perWeight = slotsPerWeight(optimizer);
  if (perWeight === undefined) return;
  const { name, shape, dtype } = iterations!.spec;
  if (shape.length > 0 || dtype !== 'int32')
    throw misfit(iterations!, `is not the number of updates, which comes first (${name} of shape [])`, file);
  if (slots.length > 0 && (perWeight === 0 || slots.length % perWeight !== 0))
    throw misfit(
      slots.at(-1)!,
      `is one of ${slots.length} slots of ${optimizer.getClassName()}, which has ${perWeight} for every weight`,
      file,
    );
  for (const slot of slots) checkShape(model, slot, file);
}

/** A slot is named for its weight, `dense/kernel/m`, and has its shape; under a name that says nothing, that of any weight. */
function checkShape(model: LayersModel, slot: StoredWeight, file: string): void {
  const weights = model.weights.map(({ originalName, shape }) => ({ originalName, shape: shape.join() }));
  const owner = slot.spec.name.split('/').slice(0, -1).join('/');
  const named = weights.filter(({ originalName }) =>
    [owner, owner.replace(/_\d+$/, '')].includes(originalName),
  );
  const candidates = named.length > 0 ? named : weights;
  if (candidates.some(({ shape }) => shape === slot.spec.shape.join())) return;
  throw misfit(slot, `has the shape [${slot.spec.shape.join(', ')}], which is not that of its weight`, file);
}

function misfit({ spec }: StoredWeight, why: string, file: string): TypeError {
  return modelFileError(
    file,
    `one whose optimizer weight "${spec.name}" ${why}`,
    'load the model alone, loadModel(path, { includeOptimizer: false }), or save it again',
  );
}
