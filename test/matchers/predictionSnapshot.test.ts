import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { backendReport } from '../../src/backends/backendReport';
import { startBackend } from '../../src/backends/startBackend';
import { blobs } from '../../src/fixtures/blobs';
import { denseWithBatchNorm } from '../../src/fixtures/denseWithBatchNorm';
import { toMatchPredictionImageSnapshot } from '../../src/matchers/toMatchPredictionImageSnapshot';
import { toMatchPredictionSnapshot } from '../../src/matchers/toMatchPredictionSnapshot';
import type { JestState } from '../../src/snapshot/jest/JestState';
import { parseSnapshot } from '../../src/snapshot/format/parseSnapshot';
import { snapFileEntries } from '../../src/snapshot/format/snapFile';
import type { SmallSnapshot } from '../../src/snapshot/PredictionSnapshot';
import { saveModel } from '../../src/training/saveModel';
import { train } from '../../src/training/train';
import { jestState } from '../snapshot/JestRun';
import { kinds } from '../builders/kinds';

let folder: string;

beforeAll(async () => {
  await startBackend();
});

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'matcher-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const snapFile = (): string => path.join(folder, 'a.test.js.snap');
const matchers = { toMatchPredictionSnapshot, toMatchPredictionImageSnapshot };

interface Result {
  readonly pass: boolean;
  readonly message: string;
}

/** One run of a test file whose tests call a matcher once each, on a snapshot state of the Jest that is running. */
async function run(
  mode: JestState['_updateSnapshot'],
  calls: Readonly<Record<string, readonly [received: unknown, inputs?: unknown, options?: unknown]>>,
  matcher: keyof typeof matchers = 'toMatchPredictionSnapshot',
): Promise<Readonly<Record<string, Result>>> {
  const snapshotState = jestState(snapFile(), mode);
  const results: Record<string, Result> = {};
  for (const [currentTestName, [received, ...given]] of Object.entries(calls)) {
    const utils = { matcherHint: (name: string) => `expect(model).${name}(inputs)` } as never;
    const context = {
      snapshotState,
      currentTestName,
      utils,
      promise: '',
      isNot: false,
      testPath: __filename,
    };
    const { pass, message } = await matchers[matcher].call(context, received, ...given);
    results[currentTestName] = { pass, message: message() };
  }
  snapshotState.save();
  return results;
}

const stored = (key: string): SmallSnapshot =>
  parseSnapshot(snapFileEntries(readFileSync(snapFile(), 'utf8')).get(key)!) as SmallSnapshot;

const rows = (): tf.Tensor =>
  tf.tensor2d([
    [1, 2, 3, 4],
    [5, 6, 7, 8],
    [-1, 0, 1, 2],
  ]);
const model = (seed = 7): tf.LayersModel => denseWithBatchNorm({ features: 4, classes: 3, seed });

/** Weights that are moved by a little. */
function moved(original: tf.LayersModel, by: number): tf.LayersModel {
  const copy = model();
  copy.setWeights(original.getWeights().map((weight) => tf.add(weight, by)));
  return copy;
}

test('what a model predicts is kept to the bit, with all that a reader may ask', async () => {
  const predicting = model();
  const predicted = (predicting.predict(rows()) as tf.Tensor).dataSync();
  await run('new', { a: [predicting, rows(), { classNames: ['x', 'y', 'z'], labels: [0, 1, 2] }] });
  const { outputs, environment, inputs } = stored('a 1');
  expect(outputs).toEqual([
    {
      name: predicting.outputs[0]!.sourceLayer.name,
      dtype: 'float32',
      shape: [3, 3],
      decision: 'argmax',
      classes: ['x', 'y', 'z'],
      values: predicted,
      labels: Int32Array.of(0, 1, 2),
    },
  ]);
  expect(environment).toMatchObject({
    engine: backendReport().engine,
    tfjs: tf.version.tfjs,
    node: process.versions.node,
    project: 'jest-model-regression@0.1.0',
    weights: 'fixed',
  });
  expect(inputs).toMatch(/^[0-9a-f]{16}$/);
});

describe('a subject', () => {
  test('may be a model, what train returned, a factory, or a path; and nothing stays in memory', async () => {
    const trained = await train(model, blobs({ rows: 30, classes: 3, features: 4, seed: 7 }), {
      epochs: 1,
      optimizer: 'sgd',
      loss: 'categoricalCrossentropy',
      seed: 3,
    });
    const saved = path.join(folder, 'saved');
    await saveModel(trained, saved);
    const xs = rows();
    const bare = model();
    const before = tf.memory().numTensors;
    const results = await run('new', {
      trained: [trained, xs],
      'its own rows': [trained],
      bare: [bare, xs],
      factory: [() => model(8), xs],
      'a promise of one': [async () => model(8), xs],
      path: [saved, xs],
    });
    expect(tf.memory().numTensors).toBe(before);
    expect(Object.values(results).every(({ pass }) => pass)).toBe(true);
    expect(stored('trained 1').environment).toMatchObject({ weights: 'trained', seed: 3 });
    expect(stored('path 1').environment.weights).toBe('fixed');
    expect(stored('path 1').outputs[0]!.values).toEqual(stored('trained 1').outputs[0]!.values);
    expect(stored('factory 1').outputs[0]!.values).toEqual(stored('a promise of one 1').outputs[0]!.values);
    trained.dispose();
  });

  test.each(Object.keys(kinds))('may be of any kind: %s', async (kind) => {
    const { build, data } = kinds[kind]!;
    const [predicting, { xs }] = [build(0.9), data(8)];
    expect((await run('new', { a: [predicting, xs] }))['a']).toMatchObject({ pass: true });
    expect((await run('none', { a: [predicting, xs] }))['a']).toMatchObject({ pass: true });
  });

  test('that was fitted by hand counts as trained, and its decisions must hold', async () => {
    const fitted = model();
    fitted.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy' });
    const { xs, ys } = blobs({ rows: 30, classes: 3, features: 4, seed: 7 });
    await fitted.fit(xs, ys, { epochs: 1, verbose: 0 });
    await run('new', { a: [fitted, rows()] });
    expect(stored('a 1').environment.weights).toBe('trained');
    const { pass, message } = (await run('none', { a: [moved(fitted, 0.5), rows()] }))['a']!;
    expect(pass).toBe(false);
    expect(message).toContain('(weights trained in the test)');
    expect(message).toContain('a saved model makes a sharper test');
  });
});

test('inputs may come in a stream, and in batches of any size', async () => {
  const predicting = model();
  const dataset = tf.data.generator(function* () {
    yield {
      xs: tf.tensor2d([
        [1, 2, 3, 4],
        [5, 6, 7, 8],
      ]),
    };
    yield { xs: tf.tensor2d([[-1, 0, 1, 2]]) };
  });
  await run('new', { a: [predicting, rows()] });
  const results = [
    await run('none', { a: [predicting, dataset] }),
    await run('none', { a: [predicting, rows(), { batchSize: 1 }] }),
    await run('none', {
      a: [
        predicting,
        [
          [1, 2, 3, 4],
          [5, 6, 7, 8],
          [-1, 0, 1, 2],
        ],
      ],
    }),
  ];
  expect(results.map(({ a }) => a)).toEqual(results.map(() => ({ pass: true, message: expect.any(String) })));
});

test('a difference is told with its worst number, flips, distributions, accuracy, and what would have passed', async () => {
  const fixed = (values: readonly number[][]): tf.LayersModel => {
    const layers = [
      tf.layers.dense({ units: 3, inputShape: [3], useBias: false, name: 'species', activation: 'linear' }),
    ];
    const made = tf.sequential({ layers });
    made.setWeights([tf.tensor2d(values as number[][])]);
    return made;
  };
  const inputs = tf.eye(3);
  const options = { classNames: ['cat', 'dog', 'bird'], labels: [0, 1, 2], decision: 'argmax' };
  await run('new', {
    a: [
      fixed([
        [0.5, 0.25, 0.25],
        [0, 1, 0],
        [0, 0.25, 0.75],
      ]),
      inputs,
      options,
    ],
  });
  const now = fixed([
    [0.25, 0.5, 0.25],
    [0, 1, 0],
    [0, 0.25, 0.75],
  ]);
  const { message } = (await run('none', { a: [now, tf.mul(inputs, 1), options] }))['a']!;
  expect(message).toBe(
    `expect(model).toMatchPredictionSnapshot(inputs)

Snapshot name: \`a 1\`

The predictions are not those of the snapshot.

output species, float32 [3, 3]: 1 row of 3 differ, 2 numbers of 9; allowed: 1e-5 + 1e-5 * |stored| (fixed weights, same engine)
  worst: row 0, dog: stored 0.25, predicted 0.5, off by 0.25, allowed 1.25e-5
  flips: 1 of 3 decisions changed
    row 0: cat -> dog (margin was 0.25)
  distributions: total variation per row 0.0833 on average, 0.25 at most (row 0)
  accuracy on the labels: 1.000 stored, 0.667 predicted
  would have passed: atol: 0.25 (rtol 1e-5), or rtol: 1 (atol 1e-5)

If the change is wanted: run the same test again with -u (npx jest <test file> -u), and commit the snapshot.
If it is not: look at what changed in the model, its weights or the preparation of its inputs.`,
  );
  const others = (await run('none', { a: [now, tf.mul(inputs, 2), { ...options, atol: 0.1, rtol: 0 }] }))[
    'a'
  ]!;
  expect(others.message).toContain('The inputs are other ones than those of the snapshot.');
  expect(others.message).toContain('allowed: 0.1 + 0 * |stored| (as asked for)');
  expect((await run('none', { a: [now, inputs, { ...options, atol: { species: 0.25 } }] }))['a']!.pass).toBe(
    true,
  );
});

describe('what cannot be a snapshot is refused, and nothing is written', () => {
  const nan = (): tf.LayersModel => {
    const made = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [4] })] });
    made.setWeights([tf.fill([4, 2], NaN), tf.zeros([2])]);
    return made;
  };
  const two = (): tf.LayersModel => kinds['several inputs and outputs by name']!.build(0.9);

  const refused: readonly (readonly [
    string,
    string,
    () => readonly [unknown, unknown?, unknown?],
    (keyof typeof matchers)?,
  ])[] = [
    ['NaN', 'not finite: NaN in row 0, column 0 of the output', () => [nan(), rows()]],
    [
      'an option that does not exist',
      'The option `tolerance` of toMatchPredictionSnapshot is not known.',
      () => [model(), rows(), { tolerance: 1 }],
    ],
    [
      'a tolerance below zero',
      'The option `atol` of toMatchPredictionSnapshot is -1.',
      () => [model(), rows(), { atol: -1 }],
    ],
    [
      'a tolerance of NaN by name',
      'The option `rtol` of toMatchPredictionSnapshot is an object with y.',
      () => [model(), rows(), { rtol: { y: NaN } }],
    ],
    [
      'too few class names',
      'The option `classNames` of toMatchPredictionSnapshot is an array of 2.',
      () => [model(), rows(), { classNames: ['a', 'b'] }],
    ],
    [
      'labels of other rows',
      'Allowed: 3 class indices from 0 to 2, or as many one-hot rows.',
      () => [model(), rows(), { labels: [0, 1] }],
    ],
    [
      'labels that are no classes',
      'The option `labels` of toMatchPredictionSnapshot is [0, 1, 3].',
      () => [model(), rows(), { labels: [0, 1, 3] }],
    ],
    ['no rows', 'no rows', () => [model(), tf.zeros([0, 4])]],
    ['inputs of another shape', 'a tensor of shape [3, 5]', () => [model(), tf.zeros([3, 5])]],
    ['no model', 'The subject of toMatchPredictionSnapshot is 7.', () => [7, rows()]],
    ['no inputs', '`xs`', () => [model()]],
    [
      'a confusion matrix without labels',
      'a confusion matrix without `labels`',
      () => [model(), rows(), { kind: 'confusionMatrix' }],
      'toMatchPredictionImageSnapshot',
    ],
    [
      'pictures of what are none',
      'pictures of [3, 3]',
      () => [model(), rows(), { kind: 'image' }],
      'toMatchPredictionImageSnapshot',
    ],
    [
      'a picture of several outputs',
      'missing, and the model has several',
      () => [two(), kinds['several inputs and outputs by name']!.data(4).xs],
      'toMatchPredictionImageSnapshot',
    ],
    [
      'more rows than a picture has',
      'a heat map of 2001 rows by 3 columns',
      () => [model(), tf.zeros([2001, 4])],
      'toMatchPredictionImageSnapshot',
    ],
  ];

  test.each(refused)('%s', async (_what, complaint, call, ...matcher) => {
    const error: unknown = await run('new', { a: call() }, ...matcher).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message).toContain(complaint);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('with nonFinite: keep, NaN is kept, and is the same as itself alone', async () => {
    const keep = { nonFinite: 'keep' };
    await run('new', { a: [nan(), rows(), keep] });
    expect((await run('none', { a: [nan(), rows(), keep] }))['a']!.pass).toBe(true);
    const finite = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [4] })] });
    expect((await run('none', { a: [finite, rows(), keep] }))['a']!.pass).toBe(false);
  });
});

test.each(['toMatchPredictionSnapshot', 'toMatchPredictionImageSnapshot'] as const)(
  'no name and no hint leads %s out of the folder',
  async (matcher) => {
    const many = tf.ones([200, 4]);
    const names = [
      '../../out',
      '/etc/x',
      'a\0b',
      'x'.repeat(10_000),
      'A',
      'a',
      '..',
      'line\nbreak',
      '`${1}`\\',
    ];
    const calls = names.map((hint) => [hint, [model(), many, { hint }]] as const);
    const results = Object.values(await run('new', Object.fromEntries(calls), matcher));
    expect(results.map(({ pass }) => pass)).toEqual(names.map(() => true));
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'a.test.js.snap')
      .map((entry) => [entry.parentPath, entry.name.toLowerCase()]);
    expect(new Set(files.map(String)).size).toBe(names.length);
    for (const [parent, name] of files) {
      expect(parent).toBe(path.join(folder, 'a.test.js.predictions'));
      expect(name).toMatch(/^[a-z0-9-]{1,100}\.(safetensors|png)$/);
    }
    expect(readdirSync(path.dirname(folder))).not.toContain('out');
  },
);

describe('a picture', () => {
  const picture = 'toMatchPredictionImageSnapshot';

  test('is written, holds, differs and is updated', async () => {
    const options = { kind: 'confusionMatrix', labels: [0, 1, 2] };
    const original = model();
    const other = model(11);
    const differ = (await run('new', { a: [original, rows(), options] }, picture))['a']!;
    expect(differ.pass).toBe(true);
    const heatMaps = { a: [other, rows()] } as const;
    expect((await run('none', { a: [original, rows(), options] }, picture))['a']!.pass).toBe(true);
    const { pass, message } = (await run('none', heatMaps, picture))['a']!;
    expect(pass).toBe(false);
    expect(message).toContain('The picture of the predictions is not that of the snapshot.');
    const beside = (): readonly string[] => readdirSync(path.join(folder, 'a.test.js.predictions')).sort();
    expect(beside()).toEqual(['__diff_output__', expect.stringMatching(/^a-1-[0-9a-f]{10}\.png$/)]);
    expect((await run('all', heatMaps, picture))['a']!.pass).toBe(true);
    expect(beside()).toEqual([expect.stringMatching(/^a-1-[0-9a-f]{10}\.png$/)]);
    expect((await run('none', heatMaps, picture))['a']!.pass).toBe(true);
    expect(beside()).toEqual([expect.stringMatching(/^a-1-[0-9a-f]{10}\.png$/)]);
  });

  test('that is missing or damaged is refused; under --ci none is made', async () => {
    expect((await run('none', { a: [model(), rows()] }, picture))['a']!.message).toContain(
      'none is written under --ci',
    );
    expect(readdirSync(folder)).toEqual([]);
    await run('new', { a: [model(), rows()] }, picture);
    rmSync(path.join(folder, 'a.test.js.predictions'), { recursive: true });
    expect((await run('none', { a: [model(), rows()] }, picture))['a']!.message).toMatch(
      /The snapshot cannot be read: its picture a-1-\w+\.png is missing\./,
    );
  });
});

test.each(['toMatchPredictionSnapshot', 'toMatchPredictionImageSnapshot'] as const)(
  '%s cannot be negated, nor used inside of another matcher, nor outside of a test',
  (name) => {
    const utils = { matcherHint: () => 'hint' } as never;
    const state = { snapshotState: jestState(snapFile(), 'new') };
    expect(() => matchers[name].call({ utils }, model())).toThrow('cannot be used inside another matcher');
    expect(() => matchers[name].call({ utils, promise: '', isNot: true, ...state }, model())).toThrow(
      'Snapshot matchers cannot be used with .not',
    );
    expect(() => matchers[name].call({ utils, promise: '' }, model())).toThrow(
      'needs the snapshots of a test',
    );
  },
);
