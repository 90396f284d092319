import * as tf from '@tensorflow/tfjs';
import type { Network } from './networks/networks';

/** A network under Adam, and one training step of it, which gives the loss. */
export function stepsOf({ build, inputShape, classes }: Network): {
  parameters: number;
  step: () => Promise<number>;
} {
  const model = build();
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const xs = tf.randomUniform([...inputShape], 0, 1, 'float32', 5);
  const labels = Array.from({ length: inputShape[0]! }, (_, row) => row % classes);
  const ys = tf.oneHot(tf.tensor1d(labels, 'int32'), classes).toFloat();
  const step = async (): Promise<number> => ((await model.trainOnBatch(xs, ys)) as number[])[0]!;
  return { parameters: model.countParams(), step };
}
