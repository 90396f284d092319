const tf = require('@tensorflow/tfjs');

/** What the three kinds measure on average: sepal length and width, petal length and width, in millimetres. */
const kinds = [
  [50, 34, 15, 2],
  [59, 28, 43, 13],
  [66, 30, 55, 20],
];

/** Flowers around these averages, the same ones for the same seed. */
function irises(count, seed) {
  const labels = Array.from({ length: count }, (_, index) => index % kinds.length);
  const averages = tf.tensor2d(labels.map((kind) => kinds[kind]));
  return {
    xs: averages.add(tf.randomNormal(averages.shape, 0, 3, 'float32', seed)),
    ys: tf.tensor2d(labels.map((kind) => kinds.map((_, other) => (other === kind ? 1 : 0)))),
    labels,
  };
}

module.exports = { irises, classNames: ['setosa', 'versicolor', 'virginica'] };
