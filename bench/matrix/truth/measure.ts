import * as tf from '@tensorflow/tfjs';
import type { Task } from '../architectures/Architecture';
import type { MatrixRows } from '../rowsFor';
import { driftOf } from './drift';
import { constantLosses, type Scores, scoresOf } from './Scores';
import { trainingMode } from './trainingMode';
import type { Measured } from './Truth';
import { valuesOf } from './valuesOf';

export interface Fit {
  readonly batchSize: number;
  readonly seed: number;
  readonly reported: Scores;
}

/** Measures a trained model, with nothing of `src/probes` and `src/diagnosis`. Its weights are the same afterwards, or it throws. */
export function measure(model: tf.LayersModel, rows: MatrixRows, tasks: readonly Task[], fit: Fit): Measured {
  const before = weightsOf(model);
  const targets = rows.ys.map(valuesOf);
  const predictions = [model.predict(rows.xs.length === 1 ? rows.xs[0]! : [...rows.xs])].flat();
  const predicted = predictions.map(valuesOf);
  tf.dispose(predictions);
  const { batchings, seen } = trainingMode(model, rows, fit.batchSize, fit.seed);
  if (!Buffer.from(before.buffer).equals(Buffer.from(weightsOf(model).buffer)))
    throw new Error('The measurement of the truth has changed the model.');
  return {
    rows: rows.count,
    fitTime: fit.reported,
    training: batchings.map((batching) => scoresOf(tasks, targets, batching)),
    predict: scoresOf(tasks, targets, predicted),
    constantLosses: constantLosses(tasks, targets),
    drifts: seen.map(driftOf),
  };
}

function weightsOf(model: tf.LayersModel): Float32Array {
  return Float32Array.from(model.weights.flatMap((weight) => Array.from(weight.read().dataSync())));
}
