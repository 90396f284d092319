import type { LayersModel, Optimizer, Variable } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { markLoaded } from '../isLoaded';
import type { ModelFile } from '../reading/ModelFile';
import { readWeights } from '../reading/readWeights';
import { emptyModel } from './emptyModel';
import { putOptimizer } from './putOptimizer';
import { putWeights } from './putWeights';
import { statesIn } from '../statesIn';

/** A model from a file. `free` disposes all that came with it; `model.dispose()` leaves nested models alive. */
export interface RestoredModel {
  readonly model: LayersModel;
  readonly free: () => void;
}

/** The model in a file. When it throws, nothing that it made stays behind. */
export async function restoredModel(
  file: ModelFile,
  { includeOptimizer }: { readonly includeOptimizer: boolean },
): Promise<RestoredModel> {
  const stored = readWeights(file);
  const before = new Set(variables());
  const made = (): readonly Variable[] => variables().filter((variable) => !before.has(variable));
  let model: LayersModel | undefined;
  try {
    model = await emptyModel(file, { compiled: includeOptimizer });
    const ofOptimizer = stored.filter(({ spec }) => spec.group === 'optimizer');
    const ofLayers = stored.filter(({ spec }) => spec.group !== 'optimizer');
    putWeights(model, ofLayers, file.place.file);
    if (includeOptimizer) await putOptimizer(model, ofOptimizer, file.place.file);
    // Nobody else has this optimizer: `model.dispose()` is to free it.
    (model as unknown as { isOptimizerOwned: boolean }).isOptimizerOwned = true;
    markLoaded(model);
    const [own, complete] = [made(), model];
    return { model, free: () => freed(own, complete) };
  } catch (error) {
    freed(made(), model);
    throw error;
  }
}

const variables = (): readonly Variable[] => Object.values(tf.engine().registeredVariables);

function freed(own: readonly Variable[], model: LayersModel | undefined): void {
  if (model !== undefined) tf.dispose([...statesIn(model)]);
  for (const variable of own) variable.dispose();
  // SGD holds its learning rate in a tensor that is no variable.
  (model as { readonly optimizer?: Optimizer } | undefined)?.optimizer?.dispose();
}
