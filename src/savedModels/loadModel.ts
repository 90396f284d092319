import type { LayersModel } from '@tensorflow/tfjs';
import { exclusively } from '../backends/exclusively';
import { startBackend } from '../backends/startBackend';
import { checkOptions } from '../input/checkOptions';
import * as rules from '../input/rules';
import { modelPlace } from './reading/modelPlace';
import { readModelFile } from './reading/readModelFile';
import { restoredModel } from './restoring/restoredModel';

export interface LoadOptions {
  /** Whether the model is compiled as the file says, and its optimizer goes on where it was. Default: true. */
  readonly includeOptimizer?: boolean;
}

/**
 * A layers model from disk, without tfjs-node: what `saveModel`, `model.save('file://...')` of tfjs-node and the TensorFlow.js converter
 * write, with all shards, quantised weights decoded. Its tensors are the caller's to free: `model.dispose()`.
 *
 * @param path the model's folder or its model.json; a relative path begins at `process.cwd()`
 * @throws TypeError where there is no model, and for one that is damaged: a weight that is missing, left over, there twice, cut off or of
 *   another shape is named. What would take too much memory, or lies outside of the folder, is not read.
 *
 * @example const model = await loadModel('models/iris');
 */
export async function loadModel(path: string, options: LoadOptions = {}): Promise<LayersModel> {
  checkOptions('loadModel', options, { includeOptimizer: rules.boolean });
  const place = modelPlace(path, 'loadModel');
  await startBackend();
  const { model } = await exclusively(() =>
    restoredModel(readModelFile(place), { includeOptimizer: options.includeOptimizer ?? true }),
  );
  return model;
}
