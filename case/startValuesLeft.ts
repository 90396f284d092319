import type { Tensor } from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';

/**
 * What is left of the start value in a moving mean after some numbers of updates, measured: a real BatchNorm layer is fed
 * batches of mean 1, and its moving mean, which starts at 0, is read.
 *
 * @param updates in rising order
 * @returns one share for each of `updates`
 */
export function startValuesLeft(momentum: number, updates: readonly number[]): readonly number[] {
  const layer = tf.layers.batchNormalization({ momentum, inputShape: [1] });
  const model = tf.sequential({ layers: [layer] });
  const ones = tf.ones([2, 1]);
  const left: number[] = [];
  let done = 0;
  for (const goal of updates) {
    for (; done < goal; done++) (model.apply(ones, { training: true }) as Tensor).dispose();
    left.push(1 - movingMeanOf(layer));
  }
  tf.dispose(ones);
  model.dispose();
  return left;
}

function movingMeanOf(layer: tf.layers.Layer): number {
  const [, , movingMean] = layer.getWeights();
  return movingMean!.dataSync()[0]!;
}
