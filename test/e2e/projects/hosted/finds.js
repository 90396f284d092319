const tf = require('@tensorflow/tfjs');
const { train } = require('jest-model-regression');
const { found, leave, note, start } = require('./found');

const atStart = found();

module.exports = (file) => {
  beforeAll(() => start(file));
  afterAll(leave);

  test('finds nothing that another file has left', () => {
    expect(atStart).toMatchObject({ numTensors: 0, numDataBuffers: 0, numBytes: 0, variables: [] });
    expect(atStart).toMatchObject({ layerName: 'dense_Dense1', backend: 'cpu', flag: false, router: 0 });
    note('listeners.jsonl', atStart.listeners);
    for (const name of ['class', 'kernel', 'method', 'random', 'global', 'fetch'])
      expect(atStart[name]).toBeUndefined();
  });

  test('trains to the same numbers', async () => {
    const model = () =>
      tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [2], activation: 'softmax' })] });
    const data = {
      xs: tf.tensor2d([
        [0, 1],
        [1, 0],
        [1, 1],
      ]),
      ys: tf.eye(3),
    };
    const options = { epochs: 3, batchSize: 3, optimizer: 'adam', loss: 'categoricalCrossentropy', seed: 3 };
    const { recording } = await train(model, data, options);
    note('trainings.jsonl', recording);
  });

  test('is in one realm with tfjs', async () => {
    expect(() => tf.matMul(tf.ones([1, 2]), tf.ones([3, 4]))).toThrow(Error);
    expect(() => tf.tensor2d([1, 2, 3])).toThrow(Error);
    expect(tf.memory()).toStrictEqual({ ...tf.memory() });
    expect(tf.ones([2]).dataSync()).toBeInstanceOf(Float32Array);
    expect(tf.ones([2]).data()).toBeInstanceOf(Promise);
  });
};
