// The training job: leaves models/iris, with the recording of its fit beside it.
const tf = require('@tensorflow/tfjs');
const { saveModel, startBackend, train } = require('jest-model-regression');
const { irisModel } = require('./src/irisModel');
const { irises } = require('./src/irises');

async function main() {
  await startBackend();
  const { xs, ys } = irises(90, 7);
  const trained = await train(
    irisModel,
    { xs, ys },
    {
      epochs: 20,
      batchSize: 30,
      optimizer: tf.train.adam(0.02),
      loss: 'categoricalCrossentropy',
      metrics: ['accuracy'],
      seed: 7,
    },
  );
  await saveModel(trained, 'models/iris');
  console.log(
    `models/iris: accuracy ${trained.recording.epochs.at(-1).accuracy.toFixed(3)} in the last epoch of fit`,
  );
}

main();
