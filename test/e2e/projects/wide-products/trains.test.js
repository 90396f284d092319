const { createHash } = require('node:crypto');
const { readFileSync, writeFileSync } = require('node:fs');
const { cachedDataVersionTag, setFlagsFromString } = require('node:v8');
const tf = require('@tensorflow/tfjs');
const { backendReport, startBackend, train } = require('jest-model-regression');

const network = () =>
  tf.sequential({
    layers: [
      tf.layers.conv2d({ filters: 32, kernelSize: 3, inputShape: [20, 20, 16], padding: 'same' }),
      tf.layers.batchNormalization(),
      tf.layers.flatten(),
      tf.layers.dense({ units: 67, activation: 'relu' }),
      tf.layers.dense({ units: 8 }),
    ],
  });

test('trains', async () => {
  // V8 tells of every function that its optimizing compiler is given while that makes vectors of 256 bits.
  setFlagsFromString('--trace-wasm-revectorize');
  const flagsBefore = cachedDataVersionTag();
  await startBackend({ engine: 'wasm' });
  const { wideProducts } = backendReport();
  // As anybody might, later in the process: a large module, with a section that makes it another one than V8 has compiled already.
  const binary = readFileSync(
    require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm'),
  );
  new WebAssembly.Module(Buffer.concat([binary, Buffer.from([0, 2, 1, 120])]));
  const data = {
    xs: tf.randomNormal([32, 20, 20, 16], 0, 1, 'float32', 5),
    ys: tf.randomNormal([32, 8], 0, 1, 'float32', 6),
  };
  const { model } = await train(network, data, {
    epochs: 6,
    batchSize: 16,
    optimizer: 'adam',
    loss: 'meanSquaredError',
    seed: 3,
  });
  const hash = createHash('sha256');
  for (const weight of model.getWeights()) hash.update(weight.dataSync());
  // Of the version of V8 and all of its flags.
  const flagsPutBack = cachedDataVersionTag() === flagsBefore;
  const report = { wideProducts, text: String(backendReport()), weights: hash.digest('hex'), flagsPutBack };
  writeFileSync(process.env.REPORTS, JSON.stringify(report));
});
