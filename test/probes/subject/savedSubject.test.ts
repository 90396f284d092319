import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../../src/backends/startBackend';
import { diagnose } from '../../../src/diagnosis/diagnose';
import { matchers } from '../../../src/matchers';
import { measureBatchNorm } from '../../../src/probes/batchNorm/measureBatchNorm';
import { measureModes } from '../../../src/probes/modes/measureModes';
import { recordTraining } from '../../../src/probes/recording/recordTraining';
import { recalibrateBatchNorm } from '../../../src/training/recalibrateBatchNorm';
import { saveModel } from '../../../src/training/saveModel';
import { train } from '../../../src/training/train';
import type { TrainedModel } from '../../../src/training/TrainedModel';
import { kinds } from '../../builders/kinds';
import { networks, threeClasses } from '../../builders/networks';
import { writeForeign } from '../../savedModels/aModel';
import { temporaryFolder } from '../../builders/temporaryFolder';

expect.extend(matchers);
const inFolder = temporaryFolder();
let trained: TrainedModel;
let data: { xs: tf.Tensor; ys: tf.Tensor };
let place: string;

const options = { optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] };

beforeAll(async () => {
  await startBackend();
  data = threeClasses([4], { rows: 24 });
  trained = await train(() => networks['dense']!.build(0.99), data, {
    ...options,
    epochs: 12,
    batchSize: 24,
  });
});

beforeEach(async () => {
  place = inFolder('model');
  await saveModel(trained, place);
});

async function leavingNothing<T>(work: () => Promise<T>): Promise<T> {
  const before = [tf.memory().numTensors, Object.keys(tf.engine().registeredVariables).length];
  try {
    return await work();
  } finally {
    expect([tf.memory().numTensors, Object.keys(tf.engine().registeredVariables).length]).toEqual(before);
  }
}

const edited = (change: (recording: Record<string, unknown>) => void): void => {
  const file = path.join(place, 'recording.json');
  const recording = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  change(recording);
  writeFileSync(file, JSON.stringify(recording));
};

describe('the path of a saved model is a subject', () => {
  test('every probe measures on it what it measures on the model itself', async () => {
    await leavingNothing(async () => {
      expect(await measureModes(place, data)).toEqual(await measureModes(trained, data));
      expect(await measureBatchNorm(place, data)).toEqual(await measureBatchNorm(trained, data));
      const [ofPath, ofModel] = [await diagnose(place, data), await diagnose(trained)];
      expect(String(ofPath)).toBe(String(ofModel));
      expect(ofPath.consistent).toBe(false);
    });
  });

  test('the matchers judge it, and free it when they fail', async () => {
    await leavingNothing(async () => {
      await expect(expect(place).toPredictConsistentlyWithTraining(data)).rejects.toThrow(
        /moving statistics/,
      );
      await expect(expect(place).toHaveConvergedBatchNormStats(data)).rejects.toThrow(/start values/);
      await expect(expect(path.join(place, 'model.json')).toHaveConvergedBatchNormStats()).rejects.toThrow(
        /^The data of toHaveConvergedBatchNormStats is missing\./,
      );
    });
  });

  test('nested models, masks and states of it are freed too', async () => {
    for (const name of ['a nested model', 'a stateful LSTM', 'an embedding with masking']) {
      const { build, data: rows, loss = 'categoricalCrossentropy', batchSize } = kinds[name]!;
      const held = rows(12);
      const one = await train(() => build(0.9), held, {
        ...options,
        loss: loss as string,
        epochs: 2,
        ...(batchSize === undefined ? {} : { batchSize }),
      });
      await saveModel(one, place);
      await leavingNothing(() => measureModes(place, held));
      one.dispose();
    }
  });

  test('a recording of a training job’s own is found beside a model of its own', async () => {
    const folder = inFolder('job');
    mkdirSync(folder);
    const model = networks['dense']!.build(0.99);
    model.compile(options);
    const recorder = recordTraining(model, data);
    await model.fit(data.xs, data.ys, { epochs: 3, batchSize: 24, verbose: 0, callbacks: recorder });
    await writeForeign(folder, model, { includeOptimizer: true });
    writeFileSync(path.join(folder, 'recording.json'), JSON.stringify(recorder));
    const own = { recording: recorder };
    expect(String(await diagnose(folder, data))).toBe(String(await diagnose(model, data, own)));
    rmSync(path.join(folder, 'recording.json'));
    await expect(diagnose(folder, data)).rejects.toThrow(/recording/);
    expect(String(await diagnose(folder, data, own))).toBe(String(await diagnose(model, data, own)));
  });

  test('a recording that is damaged, or of another model, is an error that names the file', async () => {
    const file = path.join(place, 'recording.json');
    const whole = readFileSync(file, 'utf8');
    const complaint = async (): Promise<string> =>
      leavingNothing(() => diagnose(place, data)).then(
        () => 'accepted',
        (error: unknown) => (error as Error).message.split('\n')[0]!,
      );
    edited((recording) => {
      recording['updates'] = 1;
    });
    expect(await complaint()).toBe(
      `The recording ${file} is damaged: it is not what was written, its digest says.`,
    );
    edited((recording) => {
      delete recording['epochs'];
    });
    expect(await complaint()).toBe(
      `The recording ${file} is an object with version, lastEpoch, updates, losses, batchSize, rows.`,
    );
    edited((recording) => {
      recording['epochs'] = [{ loss: 'low' }];
    });
    expect(await complaint()).toBe(`The recording ${file} is one whose \`epochs\` is [an object with loss].`);
    writeFileSync(file, whole.replace('"integrity"', '"integrity\\u0000"'));
    expect(await complaint()).toBe(
      `The recording ${file} is one with "integrity\\u0000", which no recording has.`,
    );
    writeFileSync(file, whole.slice(0, 200));
    expect(await complaint()).toMatch(/^The recording .*recording\.json is damaged: /);
    await saveModel(networks['dense']!.build(0.9), place);
    writeFileSync(file, whole);
    expect(await complaint()).toBe(
      `The recording ${file} is not of the model beside it (${path.join(place, 'model.json')}): one of the two was written without the other.`,
    );
  });

  test('a path where nothing is says what was looked for, in the name of the matcher', async () => {
    await expect(expect('no/model').toHaveConvergedBatchNormStats(data)).rejects.toThrow(
      /^The path given to toHaveConvergedBatchNormStats is "no\/model", where there is no model\.\n {2}Allowed: .* looked for \/.*\/no\/model/,
    );
  });

  test('recalibrateBatchNorm changes no file', async () => {
    await expect(recalibrateBatchNorm(place as never, data)).rejects.toThrow(
      /^The subject of recalibrateBatchNorm is ".*"\.\n.*\n {2}Next: load it, const model = await loadModel\(path\)/,
    );
  });
});
