import { beforeAll, describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { startBackend } from '../../src/backends/startBackend';
import { recordTraining } from '../../src/probes/recording/recordTraining';
import { isLoaded } from '../../src/savedModels/isLoaded';
import { loadModel } from '../../src/savedModels/loadModel';
import { saveModel } from '../../src/training/saveModel';
import { train } from '../../src/training/train';
import { anyArchitecture, anyModel } from '../builders/anyModel';
import { kinds } from '../builders/kinds';
import { networks, threeClasses } from '../builders/networks';
import { asTfjsReads } from './asTfjsReads';
import { stateOf } from '../builders/stateOf';
import { temporaryFolder } from '../builders/temporaryFolder';

const inFolder = temporaryFolder();
beforeAll(() => startBackend());

const optimizers: Readonly<Record<string, () => tf.Optimizer>> = {
  sgd: () => tf.train.sgd(0.05),
  momentum: () => tf.train.momentum(0.05, 0.9),
  adagrad: () => tf.train.adagrad(0.05),
  adadelta: () => tf.train.adadelta(0.05),
  rmsprop: () => tf.train.rmsprop(0.01, 0.9, 0.1),
  'centered rmsprop': () => tf.train.rmsprop(0.01, 0.9, 0.1, 1e-7, true),
  adam: () => tf.train.adam(0.01),
};

const fit = { epochs: 4, batchSize: 4, loss: 'categoricalCrossentropy', metrics: ['accuracy'] };

describe('saveModel and loadModel', () => {
  test.each(Object.keys(networks))('%s comes back with every bit of its weights', async (name) => {
    const model = networks[name]!.build(0.9);
    await saveModel(model, inFolder('model'));
    const loaded = await loadModel(inFolder('model'));
    expect(await stateOf(loaded)).toEqual(await stateOf(model));
    expect([isLoaded(model), isLoaded(loaded)]).toEqual([false, true]);
  });

  test.each(Object.keys(optimizers))(
    'a training with %s goes on to the bit as if it had not been saved',
    async (name) => {
      const data = threeClasses([4], { rows: 12 });
      const trained = await train(() => networks['dense']!.build(0.9), data, {
        ...fit,
        // So many that `pow` and the product part in the last digits.
        epochs: name === 'adam' ? 40 : 3,
        optimizer: optimizers[name]!(),
      });
      await saveModel(trained, inFolder('model'));
      const loaded = await loadModel(inFolder('model', 'model.json'));
      expect(await stateOf(loaded)).toEqual(await stateOf(trained.model));
      const onward = [];
      for (const model of [trained.model, loaded])
        onward.push(await train(model, data, { epochs: 2, batchSize: 4, seed: 3 }));
      expect(await stateOf(loaded)).toEqual(await stateOf(trained.model));
      expect(onward[1]!.recording).toEqual(onward[0]!.recording);
      expect(isLoaded(loaded)).toBe(false);
    },
  );

  test('tfjs reads what saveModel wrote, optimizer and all', async () => {
    const data = threeClasses([4], { rows: 12 });
    const trained = await train(() => networks['dense']!.build(0.9), data, {
      ...fit,
      optimizer: tf.train.momentum(0.05, 0.9),
    });
    await saveModel(trained, inFolder('model'));
    const theirs = await tf.loadLayersModel(asTfjsReads(inFolder('model')));
    expect(await stateOf(theirs)).toEqual(await stateOf(trained.model));
  });

  test('random networks come back to the bit, and leave no tensor', async () => {
    await fc.assert(
      fc.asyncProperty(anyArchitecture(), async (architecture) => {
        const model = anyModel(architecture);
        try {
          await saveModel(model, inFolder('model'));
          const before = tf.memory().numTensors;
          const loaded = await loadModel(inFolder('model'));
          expect(await stateOf(loaded)).toEqual(await stateOf(model));
          for (const variable of loaded.weights) (variable as unknown as { val: tf.Variable }).val.dispose();
          expect(tf.memory().numTensors).toBe(before);
        } finally {
          for (const variable of model.weights) (variable as unknown as { val: tf.Variable }).val.dispose();
        }
      }),
      { numRuns: 20 },
    );
  });

  test('model.dispose() of a loaded model frees its optimizer too', async () => {
    const data = threeClasses([4], { rows: 12 });
    const trained = await train(() => networks['dense']!.build(0.9), data, { ...fit, optimizer: 'adam' });
    await saveModel(trained, inFolder('model'));
    const before = tf.memory().numTensors;
    const loaded = await loadModel(inFolder('model'));
    loaded.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('saving takes no tensor', async () => {
    const data = threeClasses([4], { rows: 12 });
    const trained = await train(() => networks['dense']!.build(0.9), data, { ...fit, optimizer: 'adam' });
    const before = tf.memory().numTensors;
    await saveModel(trained, inFolder('model'));
    expect(tf.memory().numTensors).toBe(before);
  });

  test('metadata, NaN, infinities and -0 come back', async () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [2], name: 'odd' })] });
    model.setWeights([
      tf.tensor2d([
        [NaN, Infinity],
        [-Infinity, -0],
      ]),
      tf.tensor1d([1e-45, 3.4e38]),
    ]);
    model.setUserDefinedMetadata({ classes: ['a', 'b'] });
    await saveModel(model, inFolder('model'));
    const loaded = await loadModel(inFolder('model'));
    expect(await stateOf(loaded)).toEqual(await stateOf(model));
    expect(loaded.getUserDefinedMetadata()).toEqual({ classes: ['a', 'b'] });
  });

  test('without the optimizer the model is not compiled', async () => {
    const data = threeClasses([4], { rows: 12 });
    const trained = await train(() => networks['dense']!.build(0.9), data, { ...fit, optimizer: 'adam' });
    await saveModel(trained, inFolder('whole'));
    await saveModel(trained, inFolder('bare'), { includeOptimizer: false });
    for (const loaded of [
      await loadModel(inFolder('whole'), { includeOptimizer: false }),
      await loadModel(inFolder('bare')),
    ]) {
      expect(loaded.optimizer).toBeUndefined();
      expect(await stateOf(loaded)).toEqual((await stateOf(trained.model)).slice(0, 14));
    }
  });

  test('a constraint is applied as tf.loadLayersModel does', async () => {
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 1, inputShape: [2], kernelConstraint: tf.constraints.nonNeg() })],
    });
    const { val } = model.weights[0] as unknown as { val: tf.Variable };
    val.assign(tf.tensor2d([[-3], [2]]));
    await saveModel(model, inFolder('model'));
    const [ours, theirs] = [
      await loadModel(inFolder('model')),
      await tf.loadLayersModel(asTfjsReads(inFolder('model'))),
    ];
    expect(await stateOf(ours)).toEqual(await stateOf(theirs));
    expect(Array.from(ours.getWeights()[0]!.dataSync())).toEqual([0, 2]);
  });

  test('every kind of model that tfjs can load comes back, or is refused with the weight that stands in the way', async () => {
    const refused: string[] = [];
    for (const [name, { build }] of Object.entries(kinds)) {
      const model = build(0.9);
      try {
        await saveModel(model, inFolder(name.replace(/\W/g, '-')));
        const loaded = await loadModel(inFolder(name.replace(/\W/g, '-')));
        expect(loaded.countParams()).toBe(model.countParams());
      } catch (error) {
        refused.push(`${name}: ${(error as Error).message.split('\n')[0]!.replace(/\/.*\//, '')}`);
      }
    }
    expect(refused).toMatchInlineSnapshot(`
     [
       "BatchNorm held by a layer of one’s own: The model file model.json is one with the layer HoldingLayer, which TensorFlow.js does not know.",
     ]
    `);
  });

  test('a model is replaced whole, with the recording and the shards of the old one', async () => {
    const data = threeClasses([4], { rows: 12 });
    const trained = await train(() => networks['dense']!.build(0.9), data, { ...fit, optimizer: 'adam' });
    await saveModel(trained, inFolder('model'));
    writeFileSync(inFolder('model', 'README'), 'stays');
    expect(
      readdirSync(inFolder('model'))
        .map((name) => name.replace(/[0-9a-f]{16}/, '#'))
        .sort(),
    ).toEqual(['README', 'model.json', 'recording.json', 'weights-#-1of1.bin']);
    const other = networks['dense']!.build(0.9);
    await saveModel(other, inFolder('model'));
    expect(
      readdirSync(inFolder('model'))
        .map((name) => name.replace(/[0-9a-f]{16}/, '#'))
        .sort(),
    ).toEqual(['README', 'model.json', 'weights-#-1of1.bin']);
    expect(await stateOf(await loadModel(inFolder('model')))).toEqual(await stateOf(other));
  });

  test('the recording beside the model is what train returned', async () => {
    const data = threeClasses([4], { rows: 12 });
    const trained = await train(() => networks['dense']!.build(0.9), data, { ...fit, optimizer: 'adam' });
    await saveModel(trained, inFolder('model'));
    const text = readFileSync(inFolder('model', 'recording.json'), 'utf8');
    expect(recordTraining.fromJSON(text)).toEqual(trained.recording);
  });
});
