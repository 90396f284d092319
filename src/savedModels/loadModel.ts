import type { LayersModel } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { exclusively } from '../backends/exclusively';
import { startBackend } from '../backends/startBackend';
import { disposeModel } from './disposeModel';
import { buildModel } from './buildModel';
import { existingModelFile } from './modelFile';
import { placeOptimizerState } from './placeOptimizerState';
import { placeWeights } from './placeWeights';
import { readModelJson } from './readModelJson';
import { readWeights } from './readWeights';

/**
 * Loads a layers model of TensorFlow.js from disk, without tfjs-node: all weight files, quantised ones decoded, the optimizer with its
 * state. Strict: what is missing, left over, twice there, cut off or of another shape is an error that names it, and so is
 * a file that `saveModel` wrote and that is no longer the same.
 *
 * @param location a folder with a model.json, or a model.json; relative to the working directory
 * @throws TypeError for what cannot be loaded whole; nothing of it stays in memory
 *
 * @example const model = await loadModel('models/iris');
 */
export async function loadModel(location: string): Promise<LayersModel> {
  return loadedFrom(location, 'loadModel');
}

/** `loadModel` for a caller that speaks under its own name. */
export async function loadedFrom(location: unknown, where: string): Promise<LayersModel> {
  const file = existingModelFile(location, where);
  const json = readModelJson(file);
  await startBackend();
  return exclusively(async () => {
    const saved = readWeights(file, json);
    try {
      const model = await buildModel(file, json);
      try {
        placeWeights(file, model, saved);
        await placeOptimizerState(file, model, saved);
        return model;
      } catch (error) {
        disposeModel(model);
        throw error;
      }
    } finally {
      tf.dispose(saved.map(({ tensor }) => tensor));
    }
  });
}
