import { beforeAll, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../../src/backends/startBackend';
import { diagnose } from '../../../src/diagnosis/diagnose';
import { measureModes } from '../../../src/probes/modes/measureModes';
import { recordTraining } from '../../../src/probes/recording/recordTraining';
import { threeClasses } from '../../builders/networks';

beforeAll(() => startBackend());

const loss = 'categoricalCrossentropy';

test('penalties are taken out of a history as they are out of a recording', async () => {
  const data = threeClasses([4], { rows: 30 });
  const kernelRegularizer = tf.regularizers.l2({ l2: 0.5 });
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 3, inputShape: [4], activation: 'softmax', kernelRegularizer })],
  });
  // Weights that stand still have the penalty of the last epoch.
  model.compile({ optimizer: tf.train.sgd(0), loss });
  const recorder = recordTraining(model, data);
  const history = await model.fit(data.xs, data.ys, { epochs: 1, verbose: 0, callbacks: recorder });

  const promised = [{ recording: recorder }, { history }].map(async (options) => {
    const { ladder } = await measureModes(model, data, options);
    return [ladder[0]!.metrics['loss']!, ladder.at(-1)!.metrics['loss']!] as const;
  });
  for (const [fitTime, inference] of await Promise.all(promised)) expect(fitTime).toBeCloseTo(inference, 4);
  model.dispose();
});

test('a recorder that is told the class weights holds like against like', async () => {
  const data = threeClasses([4], { rows: 30 });
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 3, inputShape: [4], activation: 'softmax' })],
  });
  model.compile({ optimizer: tf.train.sgd(0), loss });
  const classWeight = { 0: 1, 1: 10, 2: 0.1 };
  const recorder = recordTraining(model, data, { classWeight });
  await model.fit(data.xs, data.ys, { epochs: 1, verbose: 0, callbacks: recorder, classWeight });

  const { ladder } = await diagnose(model, data, { recording: recorder });
  expect(ladder[0]!.metrics['loss']).toBeCloseTo(ladder.at(-1)!.metrics['loss']!, 4);
  model.dispose();
});

test('the rows of a fit with validationSplit are those that it trained on', async () => {
  const data = threeClasses([4], { rows: 30 });
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 3, inputShape: [4], activation: 'softmax' })],
  });
  model.compile({ optimizer: 'sgd', loss });
  const recording = recordTraining(model, data);
  await model.fit(data.xs, data.ys, { epochs: 2, verbose: 0, callbacks: recording, validationSplit: 0.3 });
  const trainedOn = { xs: data.xs.slice(0, 21), ys: data.ys.slice(0, 21) };

  expect((await measureModes(model, trainedOn, { recording })).sameRows).toBe(true);
  expect((await measureModes(model, data, { recording })).sameRows).toBe(false);
  tf.dispose([trainedOn.xs, trainedOn.ys]);
  model.dispose();
});
