import * as tf from '@tensorflow/tfjs';

/** What the three kinds measure on average: sepal length and width, petal length and width, in millimetres. */
const kinds = [
  [50, 34, 15, 2],
  [59, 28, 43, 13],
  [66, 30, 55, 20],
];

/** Ninety flowers around these averages, the same ones every time. */
export function irises(): { xs: tf.Tensor; ys: tf.Tensor } {
  const flowers = Array.from({ length: 90 }, (_, index) => index % kinds.length);
  const averages = tf.tensor2d(flowers.map((kind) => kinds[kind]!));
  return {
    xs: averages.add(tf.randomNormal(averages.shape, 0, 2, 'float32', 7)),
    ys: tf.tensor2d(flowers.map((kind) => kinds.map((_, other) => (other === kind ? 1 : 0)))),
  };
}
