const { appendFileSync } = require('node:fs');
const path = require('node:path');
const tf = require('@tensorflow/tfjs');
const { startBackend } = require('jest-model-regression');

/** For the one who has started Jest. */
function note(file, value) {
  appendFileSync(path.join(__dirname, file), `${JSON.stringify(value)}\n`);
}
exports.note = note;

/** All that one file could leave to the next. */
exports.found = () => ({
  ...tf.memory(),
  variables: Object.keys(tf.engine().registeredVariables),
  layerName: tf.layers.dense({ units: 1 }).name,
  class: tf.serialization.SerializationMap.getMap().classNameMap['Left'],
  kernel: tf.getKernel('Left', 'wasm'),
  flag: tf.env().getBool('DEBUG'),
  method: tf.Tensor.prototype.left,
  backend: tf.getBackend(),
  random: Math.random.left,
  global: globalThis.left,
  listeners: process.listenerCount('exit'),
  router: tf.io.getLoadHandlers('left://x').length,
  fetch: globalThis.fetch?.left,
});

/** Starts the engine, and notes which file it has met before. */
exports.start = async (file) => {
  await startBackend({ engine: 'wasm' });
  const { wasm } = tf.backend();
  const name = path.basename(file, '.test.js');
  note('engines.jsonl', { file: name, met: wasm.met ?? null, megabytes: wasm.HEAPU8.length / 2 ** 20 });
  wasm.met = name;
};

/** Leaves something everywhere. */
exports.leave = async () => {
  for (let index = 0; index < 5; index++) tf.ones([1000, 1000]);
  tf.variable(tf.scalar(1), true, 'left');
  class Left extends tf.layers.Layer {
    static className = 'Left';
  }
  tf.serialization.registerClass(Left);
  tf.registerKernel({ kernelName: 'Left', backendName: 'wasm', kernelFunc: () => undefined });
  tf.env().set('DEBUG', true);
  tf.Tensor.prototype.left = true;
  Math.random = Object.assign(() => 0.5, { left: true });
  globalThis.left = true;
  process.on('exit', () => undefined);
  tf.io.registerLoadRouter((url) => (String(url).startsWith('left:') ? {} : null));
  globalThis.fetch = Object.assign(() => undefined, { left: true });
  await tf.setBackend('cpu');
};
