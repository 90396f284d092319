import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from '@jest/globals';
import { inputRowsOf } from '../../src/input/rowsOf';
import { lookUpOf } from '../../src/input/lookUpOf';
import { startBackend } from '../../src/backends/startBackend';

beforeAll(() => startBackend());

const { embedding, flatten, dense } = tf.layers;
const words = (inputDim: number): tf.layers.Layer => embedding({ name: 'words', inputDim, outputDim: 2 });

test('is the Embedding that an input goes into, also inside of models', () => {
  const first = tf.sequential({
    layers: [embedding({ name: 'words', inputDim: 5, outputDim: 2, inputLength: 4 }), flatten()],
  });
  expect(lookUpOf(first, first.inputs[0]!)).toEqual({ layer: 'words', places: 5 });
  const [numbers, ids] = [tf.input({ shape: [3] }), tf.input({ shape: [4] })];
  const joined = tf.layers.concatenate().apply([numbers, first.apply(ids) as tf.SymbolicTensor]);
  const outer = tf.model({ inputs: [numbers, ids], outputs: joined as tf.SymbolicTensor });
  expect(outer.inputs.map((input) => lookUpOf(outer, input))).toEqual([
    undefined,
    { layer: 'words', places: 5 },
  ]);
});

test('is the one with the smallest table where several look the same input up', () => {
  const ids = tf.input({ shape: [4] });
  const parts = [9, 5, 7].map((places) => embedding({ inputDim: places, outputDim: 2 }).apply(ids));
  const joined = tf.layers.concatenate().apply(parts as tf.SymbolicTensor[]) as tf.SymbolicTensor;
  const model = tf.model({ inputs: ids, outputs: joined });
  expect(lookUpOf(model, model.inputs[0]!)?.places).toBe(5);
});

test('is none where only another model has one behind the same input', () => {
  const ids = tf.input({ shape: [4] });
  words(5).apply(ids);
  const model = tf.model({ inputs: ids, outputs: dense({ units: 1 }).apply(ids) as tf.SymbolicTensor });
  expect(lookUpOf(model, model.inputs[0]!)).toBeUndefined();
});

test.each([
  [
    [
      [0, 2.9],
      [-0.5, 1],
    ],
    undefined,
  ],
  [
    [
      [0, 1],
      [2, 3],
    ],
    'is a tensor with 3 in row 1, which the layer words looks up.',
  ],
  [
    [
      [-1, 1],
      [2, 0],
    ],
    'is a tensor with -1 in row 0, which the layer words looks up.',
  ],
])('rows %j of a table of three are refused as the layer would not find them', async (xs, said) => {
  const model = tf.sequential({
    layers: [embedding({ name: 'words', inputDim: 3, outputDim: 1, inputLength: 2 })],
  });
  for (const given of [tf.tensor2d(xs), tf.tensor2d(xs).toInt()]) {
    const rows = inputRowsOf(given, model, 'the matcher');
    if (said === undefined) (await rows).dispose();
    else await expect(rows).rejects.toThrow(said);
  }
});
