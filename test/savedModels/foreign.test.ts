import { beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { startBackend } from '../../src/backends/startBackend';
import { loadModel } from '../../src/savedModels/loadModel';
import { train } from '../../src/training/train';
import { networks, threeClasses } from '../builders/networks';
import { edit, smallModel, writeForeign } from './aModel';
import { asTfjsReads } from './asTfjsReads';
import { stateOf } from '../builders/stateOf';
import { temporaryFolder } from '../builders/temporaryFolder';

const inFolder = temporaryFolder();
beforeAll(() => startBackend());

function madeFolder(): string {
  mkdirSync(inFolder('model'));
  return inFolder('model');
}

describe('what others wrote', () => {
  test.each([1, 2, 7])('a model and its optimizer in %i shards, cut anywhere', async (shards) => {
    const data = threeClasses([4], { rows: 12 });
    const { model } = await train(() => networks['dense']!.build(0.9), data, {
      epochs: 2,
      optimizer: tf.train.rmsprop(0.01),
      loss: 'categoricalCrossentropy',
    });
    await writeForeign(madeFolder(), model, { shards, includeOptimizer: true });
    expect(await stateOf(await loadModel(inFolder('model')))).toEqual(await stateOf(model));
  });

  test('several groups of weights, in folders of their own', async () => {
    const [model, folder] = [smallModel(), madeFolder()];
    await writeForeign(folder, model);
    const bytes = readFileSync(path.join(folder, 'group1-shard1of1.bin'));
    mkdirSync(path.join(folder, 'parts'));
    writeFileSync(path.join(folder, 'parts', 'a'), bytes.subarray(0, 24));
    writeFileSync(path.join(folder, 'parts', 'b'), bytes.subarray(24));
    edit(folder, (json) => {
      const { weights } = json.weightsManifest[0]!;
      json.weightsManifest = [
        { paths: ['parts/a'], weights: weights.slice(0, 1) },
        { paths: [], weights: [] },
        { paths: ['./parts/b'], weights: weights.slice(1) },
      ];
    });
    expect(await stateOf(await loadModel(folder))).toEqual(await stateOf(model));
  });

  test('names with the cell in them, as TensorFlow 2.2 and later write them', async () => {
    const model = tf.sequential({
      layers: [tf.layers.simpleRNN({ units: 2, inputShape: [3, 2], name: 'rnn' })],
    });
    await writeForeign(madeFolder(), model);
    edit(inFolder('model'), (json) => {
      for (const weight of json.weightsManifest[0]!.weights)
        weight['name'] = (weight['name'] as string).replace('rnn/', 'rnn/cell/');
    });
    expect(await stateOf(await loadModel(inFolder('model')))).toEqual(await stateOf(model));
  });

  test('a topology wrapped as the converter wraps it, with null where it has nothing to say', async () => {
    const model = smallModel();
    await writeForeign(madeFolder(), model);
    edit(inFolder('model'), (json) => {
      json['modelTopology'] = {
        keras_version: '2.15.0',
        backend: 'tensorflow',
        model_config: json['modelTopology'],
        training_config: null,
      };
      json['userDefinedMetadata'] = null;
      json['signature'] = null;
    });
    expect(await stateOf(await loadModel(inFolder('model')))).toEqual(await stateOf(model));
  });

  test.each(['uint8', 'uint16', 'float16'] as const)(
    'numbers quantised as %s, decoded as an independent reading of the format does',
    async (dtype) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 0, max: dtype === 'uint8' ? 255 : 65535 }), {
            minLength: 6,
            maxLength: 6,
          }),
          fc.float({ noNaN: true, min: Math.fround(1e-6), max: 4 }),
          fc.float({ noNaN: true, min: -4, max: 4 }),
          async (codes, scale, min) => {
            const folder = inFolder(`${Math.random()}`);
            mkdirSync(folder);
            const model = tf.sequential({
              layers: [tf.layers.dense({ units: 3, inputShape: [2], useBias: false, name: 'q' })],
            });
            await writeForeign(folder, model);
            edit(folder, (json) => {
              json.weightsManifest[0]!.weights[0]!['quantization'] =
                dtype === 'float16'
                  ? { dtype, original_dtype: 'float32' }
                  : { dtype, scale, min, original_dtype: 'float32' };
            });
            const bytes =
              dtype === 'uint8' ? Uint8Array.from(codes) : new Uint8Array(Uint16Array.from(codes).buffer);
            writeFileSync(path.join(folder, 'group1-shard1of1.bin'), bytes);
            const loaded = await loadModel(folder);
            const expected = codes.map((code) =>
              Math.fround(dtype === 'float16' ? halfPrecision(code) : code * scale + min),
            );
            expect(Array.from(loaded.getWeights()[0]!.dataSync())).toEqual(expected);
            const theirs = await tf.loadLayersModel(asTfjsReads(folder));
            expect(await stateOf(loaded)).toEqual(await stateOf(theirs));
            tf.dispose([model.getWeights(), loaded.getWeights(), theirs.getWeights()]);
          },
        ),
        { numRuns: 25 },
      );
    },
  );

  test('a layer of one’s own loads once its class is registered, and until then is named', async () => {
    class Doubled extends tf.layers.Layer {
      static className = 'DoubledForThisTest';
      override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
        return tf.mul(Array.isArray(inputs) ? inputs[0]! : inputs, 2);
      }
    }
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [2] }), new Doubled()] });
    await writeForeign(madeFolder(), model);
    const before = tf.memory().numTensors;
    await expect(loadModel(inFolder('model'))).rejects.toThrow(
      `The model file ${inFolder('model', 'model.json')} is one with the layer DoubledForThisTest, which TensorFlow.js does not know.\n` +
        '  Allowed: a layers model as TensorFlow.js saves it: model.json, and beside it every weight shard that it names.\n' +
        '  Next: register its class before loading: tf.serialization.registerClass(DoubledForThisTest).',
    );
    expect(tf.memory().numTensors).toBe(before);
    tf.serialization.registerClass(Doubled);
    expect(await stateOf(await loadModel(inFolder('model')))).toEqual(await stateOf(model));
  });
});

/** IEEE 754 binary16, from its definition. */
function halfPrecision(code: number): number {
  const [sign, exponent, fraction] = [code >> 15 === 0 ? 1 : -1, (code >> 10) & 31, code & 1023];
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
