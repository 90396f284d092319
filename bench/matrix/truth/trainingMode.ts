import * as tf from '@tensorflow/tfjs';
import { permutation } from '../../../src/numeric/permutation';
import { seededRandom } from '../../../src/numeric/seededRandom';
import type { MatrixRows } from '../rowsFor';
import { type BatchNorm, batchNormLayersIn } from './batchNormLayers';
import type { Values } from './Scores';
import { valuesOf } from './valuesOf';

/** Statistics of the batches that one BatchNorm layer saw, one entry per call. */
export interface BatchesSeen {
  readonly layer: BatchNorm;
  readonly means: Float64Array[];
  readonly variances: Float64Array[];
}

export interface TrainingMode {
  /** Of each batching, of each output, in the order of the rows. */
  readonly batchings: readonly (readonly Values[])[];
  readonly seen: readonly BatchesSeen[];
}

const count = 5;

/**
 * Training mode as tfjs itself runs it, `model.apply(xs, { training: true })`, on the final weights, in five shuffled
 * batchings of the fit's batch size, with `Math.random` seeded. Momentum is 0 meanwhile: what tfjs leaves in a layer's
 * moving statistics after a call are then the statistics of that batch, and are read from there. Moving statistics and
 * momentum are put back.
 */
export function trainingMode(
  model: tf.LayersModel,
  rows: MatrixRows,
  batchSize: number,
  seed: number,
): TrainingMode {
  const seen = batchNormLayersIn(model).map((layer): BatchesSeen => ({ layer, means: [], variances: [] }));
  const restore = seen.map(listenTo);
  const { random } = Math;
  const seeded = seededRandom(seed);
  Math.random = seeded;
  try {
    const orders = Array.from({ length: count }, () => permutation(rows.count, seeded));
    return { batchings: orders.map((order) => inBatches(model, rows, order, batchSize)), seen };
  } finally {
    Math.random = random;
    for (const undo of restore) undo();
  }
}

/** Notes a layer's batch statistics after each of its calls. Returns what undoes it all. */
function listenTo({ layer, means, variances }: BatchesSeen): () => void {
  const { momentum, movingMean, movingVariance } = layer;
  const [mean, variance] = [movingMean.read().clone(), movingVariance.read().clone()];
  const call = layer.call.bind(layer);
  layer.momentum = 0;
  layer.call = (inputs, kwargs) => {
    const result = call(inputs, kwargs);
    means.push(Float64Array.from(movingMean.read().dataSync()));
    variances.push(Float64Array.from(movingVariance.read().dataSync()));
    return result;
  };
  return () => {
    delete (layer as Partial<BatchNorm>).call;
    layer.momentum = momentum;
    movingMean.write(mean);
    movingVariance.write(variance);
    tf.dispose([mean, variance]);
  };
}

function inBatches(model: tf.LayersModel, rows: MatrixRows, order: Int32Array, batchSize: number): Values[] {
  const predictions = rows.ys.map((): number[][] => []);
  for (let from = 0; from < rows.count; from += batchSize) {
    const batch = order.subarray(from, from + batchSize);
    tf.tidy(() => {
      const xs = rows.xs.map((x) => tf.gather(x, tf.tensor1d(batch, 'int32')));
      const ys = [model.apply(xs.length === 1 ? xs[0]! : xs, { training: true })].flat() as tf.Tensor[];
      ys.forEach((y, output) => {
        valuesOf(y).forEach((row, i) => (predictions[output]![batch[i]!] = [...row]));
      });
    });
  }
  return predictions;
}
