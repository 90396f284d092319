import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs';
import { inputError } from '../../input/inputError';
import { disposeModel } from '../../savedModels/disposeModel';
import { loadedFrom } from '../../savedModels/loadModel';
import { modelFile } from '../../savedModels/modelFile';
import { recordingName } from '../../savedModels/saveModel';
import { recordTraining } from '../recording/recordTraining';
import type { Recording } from '../recording/Recording';
import { weightsDigest } from '../recording/weightsDigest';

/**
 * Gives `use` a subject: a path as the model that is saved there, with the recording that the training job left beside it;
 * anything else as it is. What was loaded is freed afterwards, also when `use` throws.
 */
export async function withLoaded<T>(
  received: unknown,
  where: string,
  use: (subject: unknown) => Promise<T>,
): Promise<T> {
  if (typeof received !== 'string') return use(received);
  const model = await loadedFrom(received, where);
  try {
    const recording = await recordingBeside(model, modelFile(received, where));
    return await use(recording === undefined ? model : { model, recording });
  } finally {
    disposeModel(model);
  }
}

async function recordingBeside(model: LayersModel, file: string): Promise<Recording | undefined> {
  const beside = path.join(path.dirname(file), recordingName);
  if (!existsSync(beside)) return undefined;
  const recording = readRecording(beside);
  if (recording.weightsDigest === (await weightsDigest(model))) return recording;
  throw inputError({
    what: `The recording ${beside}`,
    given: 'of other weights than those of the model beside it',
    allowed: 'the recording of the fit that made these weights',
    next: 'save the two together, saveModel(trained, path); or remove the recording',
  });
}

function readRecording(file: string): Recording {
  try {
    return recordTraining.fromJSON(readFileSync(file, 'utf8'));
  } catch (cause) {
    const { message } = inputError({
      what: `The recording ${file}`,
      given: 'no recording, or a damaged one',
      allowed: 'what JSON.stringify(recorder) or saveModel(trained, path) wrote',
      next: 'write it again, or remove it: then { fitTime } or { history } can be given',
    });
    throw new TypeError(message, { cause });
  }
}
