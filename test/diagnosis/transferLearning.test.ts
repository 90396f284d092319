import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../src/backends/startBackend';
import { diagnose } from '../../src/diagnosis/diagnose';
import type { Diagnosis } from '../../src/diagnosis/Diagnosis';
import { recordTraining } from '../../src/probes/recording/recordTraining';
import { forgotten } from '../../src/training/forgotten';
import { train } from '../../src/training/train';
import type { TrainOptions } from '../../src/training/TrainOptions';
import { classes } from '../builders/kinds';

beforeAll(() => startBackend());
afterEach(() => {
  for (const trained of forgotten()) trained.dispose();
});

const fit: TrainOptions = {
  batchSize: 12,
  optimizer: 'adam',
  loss: 'categoricalCrossentropy',
  metrics: ['accuracy'],
};

/** A base whose moving statistics belong to other data than the head will be trained on. */
function base(): tf.LayersModel {
  const model = tf.sequential({
    name: 'base',
    layers: [
      tf.layers.dense({
        units: 12,
        inputShape: [4],
        kernelInitializer: tf.initializers.glorotUniform({ seed: 3 }),
        name: 'features',
      }),
      tf.layers.batchNormalization({ name: 'norm' }),
      tf.layers.reLU({ name: 'relu' }),
    ],
  });
  return model;
}

type Freeze = (base: tf.LayersModel) => void;
const wholly: Freeze = (model) => {
  model.trainable = false;
};
const layerByLayer: Freeze = (model) => {
  for (const layer of model.layers) layer.trainable = false;
};

function functional(freeze: Freeze, callArgs: Record<string, unknown> = {}): tf.LayersModel {
  const features = base();
  freeze(features);
  const input = tf.input({ shape: [4] });
  const head = tf.layers.dense({ units: 3, activation: 'softmax', name: 'head' });
  const x = features.apply(input, callArgs) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs: head.apply(x) as tf.SymbolicTensor });
}

function sequential(freeze: Freeze): tf.LayersModel {
  const features = base();
  freeze(features);
  return tf.sequential({
    layers: [features, tf.layers.dense({ units: 3, activation: 'softmax', name: 'head' })],
  });
}

async function diagnosed(factory: () => tf.LayersModel, epochs = 15): Promise<Diagnosis> {
  const trained = await train(factory, classes(24, [4], 20), { ...fit, epochs, seed: 4 });
  return diagnose(trained);
}

const ids = ({ causes }: Diagnosis): readonly string[] => causes.map(({ id }) => id);

describe('a frozen BatchNorm layer', () => {
  test('is found where TensorFlow.js moved its statistics, and named as the cause of the gap', async () => {
    const diagnosis = await diagnosed(() => functional(layerByLayer));
    expect(diagnosis.consistent).toBe(false);
    expect(ids(diagnosis)).toEqual(['batchnorm-frozen-drift']);
    expect(diagnosis.causes[0]!.share).toBeGreaterThan(0.5);
    expect(String(diagnosis)).toContain(
      '1 of 1 BatchNorm layer is frozen and moved all the same: base/norm.',
    );
    expect(String(diagnosis)).toContain('train the head alone, on what the base predicts');
  });

  test('is found beneath a frozen model too', async () => {
    expect(ids(await diagnosed(() => functional(wholly)))).toEqual(['batchnorm-frozen-drift']);
  });

  test('that was applied with { training: false } is named with what TensorFlow.js ignored', async () => {
    const diagnosis = await diagnosed(() => functional(layerByLayer, { training: false }));
    expect(ids(diagnosis)).toEqual(['call-time-training-ignored', 'batchnorm-frozen-drift']);
    expect(String(diagnosis)).toContain(
      'apply(x, { training: ... }) was called on base, and TensorFlow.js ignores it',
    );
  });

  test('is cured by the remedy: a head that is trained on what the base predicts', async () => {
    const whole = functional(layerByLayer);
    const { xs, ys } = classes(24, [4], 20);
    const features = whole.layers[1]!.apply(xs) as tf.Tensor;
    const head = (): tf.LayersModel =>
      tf.sequential({ layers: [tf.layers.dense({ units: 3, activation: 'softmax', inputShape: [12] })] });
    const trained = await train(head, { xs: features, ys }, { ...fit, epochs: 30, seed: 4 });
    const diagnosis = await diagnose(trained);
    expect([diagnosis.consistent, ids(diagnosis)]).toEqual([true, []]);
  });

  test('is not named where its statistics stood still, as with momentum 1', async () => {
    const factory = (): tf.LayersModel => {
      const model = functional(layerByLayer);
      const norm = (model.layers[1] as tf.LayersModel).layers[1]!;
      Object.assign(norm, { momentum: 1 });
      return model;
    };
    expect(ids(await diagnosed(factory))).not.toContain('batchnorm-frozen-drift');
  });
});

describe('frozen weights', () => {
  test('that TensorFlow.js trains all the same, in a Sequential, are named by the recorder', async () => {
    const diagnosis = await diagnosed(() => sequential(wholly));
    expect(ids(diagnosis)).toContain('frozen-weights-moved');
    const { evidence, remedy } = diagnosis.causes.find(({ id }) => id === 'frozen-weights-moved')!;
    expect(evidence[0]).toBe(
      '2 layers were meant to be frozen, and fit changed the weights: base/features, base/norm.',
    );
    expect(remedy[0]).toBe(
      'freeze layer by layer, before compile: for (const layer of base.layers) layer.trainable = false',
    );
  });

  test('stand still by the remedy, and in a functional model', async () => {
    expect(ids(await diagnosed(() => sequential(layerByLayer)))).not.toContain('frozen-weights-moved');
    expect(ids(await diagnosed(() => functional(wholly)))).not.toContain('frozen-weights-moved');
  });

  test('are named by a recorder of one’s own fit as well, and survive JSON', async () => {
    const model = sequential(wholly);
    const data = classes(24, [4], 20);
    model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
    const recorder = recordTraining(model, data);
    await model.fit(data.xs, data.ys, { epochs: 2, batchSize: 12, verbose: 0, callbacks: recorder });
    const recording = recordTraining.fromJSON(JSON.stringify(recorder));
    expect(ids(await diagnose(model, data, { recording }))).toContain('frozen-weights-moved');
    model.dispose();
  });
});
