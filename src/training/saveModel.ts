import { statSync } from 'node:fs';
import path from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { exclusively } from '../backends/exclusively';
import { startBackend } from '../backends/startBackend';
import { checkOptions } from '../input/checkOptions';
import { given } from '../input/given';
import { inputError } from '../input/inputError';
import * as rules from '../input/rules';
import { layersOf } from '../probes/model/layersOf';
import { ownWeights } from '../probes/model/ownWeights';
import type { Recording } from '../probes/recording/Recording';
import { type LiveSubject, subjectOf } from '../probes/subject/subjectOf';
import { checkedPath } from '../savedModels/reading/modelPlace';
import { trainingConfigOf } from '../savedModels/writing/trainingConfigOf';
import { optimizerWeightsOf, weightsOf } from '../savedModels/writing/weightsOf';
import { writeModel, type WrittenModel } from '../savedModels/writing/writeModel';

const where = 'saveModel';

export interface SaveOptions {
  /** Whether the file says how the model is compiled and where its optimizer is. Default: true. */
  readonly includeOptimizer?: boolean;
}

/**
 * Saves a layers model to disk, without tfjs-node, in TensorFlow.js' own format: `tf.loadLayersModel` and tfjs-node read it. The recording
 * of a model from `train` is left beside it, in `recording.json`. A model that is there already is replaced whole: whenever the
 * process ends, the folder holds the old one or the new one.
 *
 * @param path the model's folder, which is made, or the model.json in it; a relative path begins at `process.cwd()`
 * @throws TypeError for a model that is not built, or compiled with functions or an optimizer that the format cannot hold
 *
 * @example await saveModel(trained, 'models/iris');
 */
export async function saveModel(
  subject: LiveSubject,
  path: string,
  options: SaveOptions = {},
): Promise<void> {
  checkOptions(where, options, { includeOptimizer: rules.boolean });
  const folder = folderOf(path);
  const { model, recording } = subjectOf(subject, where);
  checkSavable(model);
  await startBackend();
  const content = await exclusively(() => contentOf(model, recording, options.includeOptimizer ?? true));
  await writeModel(folder, content);
}

function folderOf(givenPath: string): string {
  const absolute = path.resolve(checkedPath(givenPath, where));
  const folder = path.basename(absolute) === 'model.json' ? path.dirname(absolute) : absolute;
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== false) return folder;
  throw inputError({
    what: `The path given to ${where}`,
    given: `${given(givenPath)}, which is a file`,
    allowed: 'a folder, or one that is to be made',
    next: 'pass a folder: a model is several files',
  });
}

function checkSavable(model: LayersModel): void {
  const what = `The model given to ${where}`;
  if (model.outputs.length === 0) {
    throw inputError({
      what,
      given: 'not built: it has no weights yet',
      allowed: 'a model whose first layer has an inputShape, or one that has seen a batch',
      next: 'give the first layer an inputShape, or call model.build(shape)',
    });
  }
  // A Sequential that nobody has used yet builds itself when it is asked for its weights.
  model.getWeights();
  const saved = new Set<unknown>(model.weights);
  const hidden = layersOf(model).find(({ layer }) => ownWeights(layer).some((weight) => !saved.has(weight)));
  if (hidden === undefined) return;
  throw inputError({
    what,
    given: `one in which TensorFlow.js does not see the weights of ${hidden.path}: they would not be in the file`,
    allowed: 'layers whose weights are their own, made by addWeight',
    next: 'let the layer that holds it list them in its `weights`, or put it into the model as a layer',
  });
}

async function contentOf(
  model: LayersModel,
  recording: Recording | undefined,
  includeOptimizer: boolean,
): Promise<WrittenModel> {
  const trainingConfig = includeOptimizer ? trainingConfigOf(model) : undefined;
  const userDefinedMetadata: unknown = model.getUserDefinedMetadata();
  const content = {
    modelTopology: model.toJSON(undefined, false) as object,
    format: 'layers-model',
    generatedBy: `TensorFlow.js tfjs-layers v${tf.version_layers}`,
    convertedBy: null,
    ...(userDefinedMetadata == null ? {} : { userDefinedMetadata }),
    ...(trainingConfig === undefined ? {} : { trainingConfig }),
  };
  // Through JSON: the digest is of what will be read.
  return {
    content: JSON.parse(JSON.stringify(content)) as object,
    weights: [
      ...(await weightsOf(model)),
      ...(trainingConfig === undefined ? [] : await optimizerWeightsOf(model)),
    ],
    recording,
  };
}
