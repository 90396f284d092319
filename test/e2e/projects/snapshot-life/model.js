const tf = require('@tensorflow/tfjs');

const inputs = tf.tensor2d([
  [1, 0],
  [0, 1],
  [1, 1],
]);

/** A layer whose three outputs are moved by `shift`. */
exports.modelWith = (shift) => {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [2], name: 'scores' })] });
  model.setWeights([
    tf.tensor2d([
      [1, 2, 3],
      [4, 5, 6],
    ]),
    tf.tensor1d([shift, 0, 0]),
  ]);
  return model;
};

exports.inputs = inputs;
