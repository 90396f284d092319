import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { copyFileSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { startBackend } from '../../src/backends/startBackend';
import type { Recording } from '../../src/probes/recording/Recording';
import { withSubject } from '../../src/probes/subject/withSubject';
import { saveModel } from '../../src/training/saveModel';
import { train } from '../../src/training/train';
import type { TrainedModel } from '../../src/training/TrainedModel';
import { networks, threeClasses } from '../builders/networks';
import { stateOf } from '../builders/stateOf';
import { temporaryFolder } from '../builders/temporaryFolder';

const inFolder = temporaryFolder();
let [old, young]: TrainedModel[] = [];

beforeAll(async () => {
  await startBackend();
  const data = threeClasses([4], { rows: 12 });
  const options = { optimizer: 'adam', loss: 'categoricalCrossentropy', epochs: 2 };
  old = await train(() => networks['dense']!.build(0.9), data, options);
  young = await train(() => networks['dense']!.build(0.9), data, { ...options, epochs: 3 });
});

interface Loaded {
  readonly state: readonly string[];
  readonly recording: Recording | undefined;
}

const loaded = (folder: string): Promise<Loaded> =>
  withSubject(folder, 'test', async ({ model, recording }) => ({ state: await stateOf(model), recording }));

const whole = async ({ model, recording }: TrainedModel): Promise<Loaded> => ({
  state: await stateOf(model),
  recording,
});

describe('a file that saveModel wrote', () => {
  beforeEach(() => saveModel(old!, inFolder('model')));

  test('with a byte that changed, or cut off, is reported or the same to the bit', async () => {
    const expected = await whole(old!);
    const files = readdirSync(inFolder('model'));
    const harm = fc.record({
      file: fc.constantFrom(...files),
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      flips: fc.array(fc.tuple(fc.nat(200), fc.integer({ min: 1, max: 255 })), {
        minLength: 1,
        maxLength: 3,
      }),
      cut: fc.boolean(),
    });
    let [reported, harmless] = [0, 0];
    await fc.assert(
      fc.asyncProperty(harm, async ({ file, at, flips, cut }) => {
        rmSync(inFolder('copy'), { recursive: true, force: true });
        cpSync(inFolder('model'), inFolder('copy'), { recursive: true });
        const bytes = readFileSync(inFolder('copy', file));
        const start = Math.floor(at * bytes.length);
        for (const [offset, mask] of flips) bytes[(start + offset) % bytes.length]! ^= mask;
        writeFileSync(inFolder('copy', file), cut ? bytes.subarray(0, start) : bytes);
        const before = tf.memory().numTensors;
        const outcome = await loaded(inFolder('copy')).catch((error: unknown) => error as Error);
        expect(tf.memory().numTensors).toBe(before);
        if (outcome instanceof Error) {
          expect(outcome.message).toContain(inFolder('copy'));
          reported += 1;
        } else {
          expect(outcome).toEqual(expected);
          harmless += 1;
        }
      }),
      { numRuns: 300 },
    );
    expect(reported).toBeGreaterThan(250);
    expect(reported + harmless).toBe(300);
  });

  test('and lost its digest is damaged, not foreign', async () => {
    const file = inFolder('model', 'model.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"integrity"', '"integrjty"'));
    await expect(loaded(inFolder('model'))).rejects.toThrow(
      `The model file ${file} is damaged: it is not what saveModel wrote, its digest says.`,
    );
  });

  test('may be formatted anew', async () => {
    for (const name of ['model.json', 'recording.json']) {
      const file = inFolder('model', name);
      writeFileSync(file, JSON.stringify(JSON.parse(readFileSync(file, 'utf8')), null, 2) + '\r\n');
    }
    expect(await loaded(inFolder('model'))).toEqual(await whole(old!));
  });
});

describe('a save that ends at any moment', () => {
  /** The folders that a process leaves which is killed between one file and the next, in the order in which saveModel writes. */
  async function moments(): Promise<readonly string[]> {
    await saveModel(old!, inFolder('0'));
    await saveModel(young!, inFolder('new'));
    const shards = readdirSync(inFolder('new')).filter((name) => name.endsWith('.bin'));
    const steps = [shards, ['recording.json'], ['model.json']];
    steps.forEach((names, step) => {
      cpSync(inFolder(`${step}`), inFolder(`${step + 1}`), { recursive: true });
      for (const name of names) copyFileSync(inFolder('new', name), inFolder(`${step + 1}`, name));
    });
    return ['0', '1', '2', '3'].map((step) => inFolder(step));
  }

  test('leaves the old model or the new one, and never a mixture that loads', async () => {
    const outcomes: string[] = [];
    for (const folder of await moments()) {
      const outcome = await loaded(folder).catch(
        (error: unknown) => (error as Error).message.split('\n')[0]!,
      );
      if (typeof outcome === 'string') outcomes.push(outcome.replaceAll(`${folder}${path.sep}`, ''));
      else if (JSON.stringify(outcome) === JSON.stringify(await whole(old!))) outcomes.push('old');
      else if (JSON.stringify(outcome) === JSON.stringify(await whole(young!))) outcomes.push('new');
    }
    expect(outcomes).toEqual([
      'old',
      'old',
      'The recording recording.json is not of the model beside it (model.json): one of the two was written without the other.',
      'new',
    ]);
  });

  test('is made good by the next one, which leaves nothing of it behind', async () => {
    for (const folder of await moments()) {
      writeFileSync(path.join(folder, 'model.json.123456'), 'half a mod');
      writeFileSync(path.join(folder, 'weights-0123456789abcdef-1of2.bin'), 'of a save that was killed');
      await saveModel(young!, folder);
      expect(await loaded(folder)).toEqual(await whole(young!));
      expect(readdirSync(folder).sort()).toEqual(readdirSync(inFolder('new')).sort());
    }
  });

  test('two at once take turns', async () => {
    await Promise.all([old!, young!, old!, young!].map((model) => saveModel(model, inFolder('model'))));
    const { state } = await loaded(inFolder('model'));
    expect([await stateOf(old!.model), await stateOf(young!.model)]).toContainEqual(state);
    expect(readdirSync(inFolder('model'))).toHaveLength(3);
  });
});
