import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { startBackend } from '../../../src/backends/startBackend';
import type { HeldData } from '../../../src/input/Data';
import { loadModel } from '../../../src/savedModels/loadModel';
import { saveModel } from '../../../src/training/saveModel';
import { train } from '../../../src/training/train';
import type { TrainedModel } from '../../../src/training/TrainedModel';
import type { TrainOptions } from '../../../src/training/TrainOptions';
import { HoldingLayer } from '../../builders/HoldingLayer';
import { kinds } from '../../builders/kinds';
import { networks, threeClasses } from '../../builders/networks';
import { filesIn, ownCache } from '../../builders/ownCache';
import { stateOf } from '../../builders/stateOf';
import { testOffWebgpu } from '../../builders/onWasm';

const inCache = ownCache();
beforeAll(() => startBackend());

const options: TrainOptions = {
  epochs: 3,
  batchSize: 5,
  optimizer: 'adam',
  loss: 'categoricalCrossentropy',
  metrics: ['accuracy'],
  seed: 7,
};
const dense = (): tf.LayersModel => networks['dense']!.build(0.9);
/** As a layer gets its name from tfjs: another one every time. */
const unnamed = (): tf.LayersModel =>
  tf.sequential({
    layers: [
      tf.layers.dense({ units: 6, inputShape: [4], activation: 'relu' }),
      tf.layers.batchNormalization({ momentum: 0.9 }),
      tf.layers.dropout({ rate: 0.2 }),
      tf.layers.dense({ units: 3, activation: 'softmax' }),
    ],
  });

/** Runs `work`, and says whether a fit ran in it. */
async function fitting<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly fitted: boolean }> {
  const fit = jest.spyOn(tf.LayersModel.prototype, 'fit');
  try {
    const value = await work();
    return { value, fitted: fit.mock.calls.length > 0 };
  } finally {
    fit.mockRestore();
  }
}

async function expectSame(one: TrainedModel<HeldData>, other: TrainedModel<HeldData>): Promise<void> {
  expect(await stateOf(one.model)).toEqual(await stateOf(other.model));
  expect(Object.keys(one.recording)).toEqual(Object.keys(other.recording));
}

const namesOut = (text: string): string =>
  text.replace(/[a-z0-9_]+_[A-Z]\w*?\d+|(sequential_|model|input)\d+/g, '#');

describe('train with cache: true', () => {
  const cachable = Object.keys(kinds).filter((name) => !/own|stateful/.test(name));
  test.each(cachable.filter((name) => !name.includes('embedding')))(
    '%s: trained once, and the second time the same in every bit, training on too',
    trainedOnce,
  );
  testOffWebgpu.each(cachable.filter((name) => name.includes('embedding')))(
    '%s: trained once, and the second time the same in every bit (WebGPU adds up its gradient in no fixed order)',
    trainedOnce,
  );

  async function trainedOnce(name: string): Promise<void> {
    const { build, data, loss = 'categoricalCrossentropy', batchSize = 5 } = kinds[name]!;
    const rows = data(12);
    const how = { ...options, loss: loss as string, batchSize };
    const plain = await train(() => build(0.9), rows, how);
    const tensors: number[] = [];
    const twice: TrainedModel<HeldData>[] = [];
    for (const expected of [true, false]) {
      const before = tf.memory().numTensors;
      const { value, fitted } = await fitting(() => train(() => build(0.9), rows, { ...how, cache: true }));
      tensors.push(tf.memory().numTensors - before);
      expect(fitted).toBe(expected);
      twice.push(value);
    }
    expect(tensors[1]).toBe(tensors[0]);
    const history = ({ model }: TrainedModel<HeldData>): unknown => {
      const inner = (model as { model?: tf.LayersModel }).model ?? model;
      const { epoch, history: values } = inner.history;
      return namesOut(JSON.stringify({ epoch, values, kind: inner.history.constructor.name }));
    };
    for (const cached of twice) {
      await expectSame(cached, plain);
      expect(namesOut(JSON.stringify(cached.recording))).toBe(namesOut(JSON.stringify(plain.recording)));
      expect(history(cached)).toBe(history(plain));
    }
    // Its own names: those of the first one's layers would be those of no layer here.
    const paths = Object.keys(twice[1]!.recording.batchNormStart);
    expect(paths).toHaveLength(Object.keys(plain.recording.batchNormStart).length);
    const onward = [];
    for (const { model } of [plain, ...twice])
      onward.push(await train(model, rows, { epochs: 2, batchSize }));
    await expectSame(onward[1]!, onward[0]!);
    await expectSame(onward[2]!, onward[0]!);
    for (const one of [plain, ...twice]) one.dispose();
  }

  test.each(['sgd', 'momentum', 'adagrad', 'adadelta', 'rmsprop', 'adamax'])(
    'the state of %s comes back',
    async (name) => {
      const optimizer = name === 'momentum' ? tf.train.momentum(0.05, 0.9) : name;
      const data = threeClasses([4], { rows: 12 });
      const how = { ...options, optimizer, cache: true } as TrainOptions;
      const [first, second] = [await train(dense, data, how), await fitting(() => train(dense, data, how))];
      expect(second.fitted).toBe(false);
      await expectSame(second.value, first);
      const names = ({ model }: TrainedModel): Promise<readonly string[]> =>
        name === 'adamax'
          ? Promise.resolve([])
          : model.optimizer
              .getWeights()
              .then((all) => all.map((each) => each.name.replace(/_\d+(?=\/\w+$)/, '')));
      expect(await names(second.value)).toEqual(await names(first));
    },
  );

  test('the names in a recording are those of the model that got it', async () => {
    const data = threeClasses([4], { rows: 12 });
    const how = { ...options, cache: true };
    const [first, second] = [await train(unnamed, data, how), await fitting(() => train(unnamed, data, how))];
    expect(second.fitted).toBe(false);
    const name = ({ model }: TrainedModel): string => model.layers[1]!.name;
    expect(name(first)).not.toBe(name(second.value));
    expect(Object.keys(first.recording.batchNormStart)).toEqual([name(first)]);
    expect(Object.keys(second.value.recording.batchNormStart)).toEqual([name(second.value)]);
  });

  test('a model that is passed in goes on from its own weights and moments, cached step by step', async () => {
    const data = threeClasses([4], { rows: 12 });
    const runs: TrainedModel[] = [];
    const fits: boolean[] = [];
    for (const cache of [false, true, true]) {
      const model = (await train(dense, data, options)).model;
      await train(model, data, { epochs: 2, cache });
      const { value, fitted } = await fitting(() => train(model, data, { epochs: 2, cache }));
      runs.push(value);
      fits.push(fitted);
    }
    expect(fits).toEqual([true, true, false]);
    await expectSame(runs[1]!, runs[0]!);
    await expectSame(runs[2]!, runs[0]!);
  });

  test('NaN and Infinity of a fit that diverged come back', async () => {
    const data = threeClasses([4], { rows: 12 });
    const linear = (): tf.LayersModel =>
      tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4] })] });
    const how = { ...options, optimizer: tf.train.sgd(1e15), loss: 'meanSquaredError', cache: true };
    const [first, second] = [await train(linear, data, how), await train(linear, data, how)];
    expect(first.recording.lastEpoch.map(({ metrics }) => metrics['loss'])).toContainEqual(NaN);
    expect(JSON.stringify(first.recording)).toContain('null');
    expect(second.recording).toEqual(first.recording);
    await expectSame(second, first);
  });

  test('a model that was loaded is trained once too', async () => {
    const data = threeClasses([4], { rows: 12 });
    await saveModel(await train(dense, data, options), inCache('..', 'model'));
    const fits: boolean[] = [];
    for (let run = 0; run < 2; run++) {
      const model = await loadModel(inCache('..', 'model'));
      fits.push((await fitting(() => train(model, data, { epochs: 2, cache: true }))).fitted);
    }
    expect(fits).toEqual([true, false]);
  });
});

describe('another training is another entry:', () => {
  const data = (change = 0): HeldData =>
    tf.tidy(() => {
      const { xs, ys } = threeClasses([4], { rows: 12 });
      const values = xs.dataSync().slice();
      values[17]! += change;
      return { xs: tf.keep(tf.tensor(values, xs.shape)), ys: tf.keep(ys.clone()) };
    });
  const wider = (): tf.LayersModel =>
    tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4], activation: 'softmax' })] });
  const started = (value: number) => (): tf.LayersModel => {
    const model = dense();
    (model.layers[1] as unknown as { movingMean: { val: tf.Variable } }).movingMean.val.assign(
      tf.fill([12], value),
    );
    return model;
  };
  const frozen = (): tf.LayersModel => {
    const model = dense();
    model.layers[0]!.trainable = false;
    return model;
  };
  const drawing = (): tf.LayersModel => {
    const model = dense();
    Math.random();
    return model;
  };
  const withMomentum = (): tf.LayersModel => {
    const model = dense();
    (model.layers[1] as unknown as { momentum: number }).momentum = 0.5;
    return model;
  };

  test.each<readonly [string, () => tf.LayersModel, () => TrainOptions, number]>([
    ['another topology', wider, () => ({}), 0],
    ['another moving mean to start from', started(1e-7), () => ({}), 0],
    ['a frozen layer', frozen, () => ({}), 0],
    ['a property that was set afterwards', withMomentum, () => ({}), 0],
    ['a factory that drew one random number more', drawing, () => ({}), 0],
    ['one number of the data in its last bit', dense, () => ({}), 1e-6],
    ['seed', dense, () => ({ seed: 8 }), 0],
    ['epochs', dense, () => ({ epochs: 2 }), 0],
    ['batchSize', dense, () => ({ batchSize: 4 }), 0],
    ['shuffle', dense, () => ({ shuffle: false }), 0],
    ['classWeight', dense, () => ({ classWeight: { 0: 2, 1: 1, 2: 1 } }), 0],
    ['optimizer', dense, () => ({ optimizer: tf.train.adam(0.002) }), 0],
    ['loss', dense, () => ({ loss: 'meanSquaredError' }), 0],
    ['metrics', dense, () => ({ metrics: [] }), 0],
    ['validationData', dense, () => ({ validationData: [tf.ones([2, 4]), tf.ones([2, 3])] }), 0],
  ])('%s', async (_name, factory, changed, change) => {
    await train(dense, data(), { ...options, cache: true });
    const how = { ...options, ...changed() };
    const plain = await train(factory, data(change), how);
    const { value, fitted } = await fitting(() => train(factory, data(change), { ...how, cache: true }));
    expect(fitted).toBe(true);
    await expectSame(value, plain);
    expect(filesIn(inCache())).toHaveLength(2);
  });
});

describe('what cannot be told from something else is refused, before anything is changed:', () => {
  const held = (): HeldData => threeClasses([4], { rows: 12 });
  const loss = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.losses.meanSquaredError(a, b);
  class OwnSgd extends tf.SGDOptimizer {}
  const holding = (): tf.LayersModel =>
    tf.sequential({
      layers: [tf.layers.dense({ units: 3, inputShape: [4] }), new HoldingLayer(0.9), tf.layers.softmax()],
    });
  const ownRegulariser = (): tf.LayersModel => {
    const stock = tf.regularizers.l2({ l2: 0.1 });
    const L1L2 = stock.constructor as new () => object;
    class OwnPenalty extends L1L2 {
      static className = 'OwnPenalty';
    }
    const kernelRegularizer = Object.setPrototypeOf(stock, OwnPenalty.prototype) as typeof stock;
    return tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4], kernelRegularizer })] });
  };

  test.each<readonly [string, () => Partial<TrainOptions>, RegExp, (() => tf.LayersModel)?]>([
    [
      'callbacks',
      () => ({ callbacks: { onEpochEnd: async () => undefined } }),
      /^The option `callbacks` of train with `cache: true` is given: /,
    ],
    [
      'loss',
      () => ({ loss }),
      /^The option `loss` .* is the function loss: what it computes, nobody can see\./,
    ],
    ['metrics', () => ({ metrics: ['accuracy', loss] }), /^The option `metrics` .* is the function loss: /],
    [
      'optimizer',
      () => ({ optimizer: new OwnSgd(0.1) }),
      /^The option `optimizer` .* is a OwnSgd, which is none of TensorFlow\.js\./,
    ],
    [
      'validationData',
      () => ({ validationData: tf.data.array([{ xs: 1 }]) as never }),
      /^The option `validationData` .* is a /,
    ],
    [
      'a layer',
      () => ({}),
      /^The model given to train .* a layer of somebody's own \(holding_layer_\w+\)/,
      holding,
    ],
    [
      'a stateful layer',
      () => ({}),
      /^The model given to train .* a stateful layer \(.+\), whose state is no weight\./,
      () => kinds['a stateful LSTM']!.build(0.9),
    ],
    [
      'a regulariser',
      () => ({}),
      /^The model given to train .* is one with a OwnPenalty, which is no class of TensorFlow\.js/,
      ownRegulariser,
    ],
  ])('%s', async (name, changed, message, factory = dense) => {
    const data = name === 'a stateful layer' ? kinds['a stateful LSTM']!.data(4) : held();
    const how = { ...options, batchSize: 4, ...changed(), cache: true };
    const before = tf.memory().numTensors;
    const error = await train(factory, data, how).then(
      () => new Error('trained'),
      (caught: unknown) => caught as Error,
    );
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/\n {2}Allowed: .*\n {2}Next: .*`cache`/);
    expect(filesIn(inCache())).toEqual([]);
    expect(tf.memory().numTensors).toBeLessThanOrEqual(before);
  });

  test('a stream', async () => {
    const batches = function* (): Generator<HeldData> {
      yield threeClasses([4], { rows: 4 });
    };
    const { batchSize: _batches, ...how } = options;
    await expect(train(dense, batches, { ...how, cache: true })).rejects.toThrow(
      'The data of train with `cache: true` is a stream, which is gone once it is read.\n' +
        '  Allowed: what can be compared in full: numbers in memory, and layers, losses, metrics and optimizers of TensorFlow.js.\n' +
        '  Next: pass { xs, ys } in memory, or leave `cache` out.',
    );
  });
});

describe('an entry', () => {
  test('with a byte that changed, or cut off, is made anew, or is the same in every bit', async () => {
    const data = threeClasses([4], { rows: 6 });
    const how = { ...options, epochs: 1, cache: true };
    const plain = await train(dense, data, how);
    const [file] = filesIn(inCache());
    const whole = readFileSync(inCache(file!));
    let remade = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        async (where, mask, cut) => {
          const at = Math.floor(where * whole.length);
          const bytes = Buffer.from(whole);
          bytes[at]! ^= mask;
          writeFileSync(inCache(file!), cut ? bytes.subarray(0, at) : bytes);
          const { value, fitted } = await fitting(() => train(dense, data, how));
          await expectSame(value, plain);
          expect(value.recording).toEqual(plain.recording);
          if (fitted) {
            remade += 1;
            expect((await fitting(() => train(dense, data, how))).fitted).toBe(false);
          }
          value.dispose();
        },
      ),
      { numRuns: 60 },
    );
    expect(remade).toBeGreaterThan(55);
  });

  test('is kept while it is used: the least recently used goes first', async () => {
    const data = threeClasses([4], { rows: 6 });
    const keyOf = async (seed: number): Promise<string> => {
      const before = filesIn(inCache());
      await train(dense, data, { ...options, epochs: 1, seed, cache: true });
      return filesIn(inCache()).find((name) => !before.includes(name))!;
    };
    const [first, second] = [await keyOf(1), await keyOf(2)];
    for (const name of [first, second]) utimesSync(inCache(name), 1, 1);
    await train(dense, data, { ...options, epochs: 1, seed: 1, cache: true });
    const { length } = readFileSync(inCache(first));
    process.env['MODEL_REGRESSION_CACHE_MB'] = String((2.5 * length) / 1e6);
    try {
      const third = await keyOf(3);
      expect(filesIn(inCache())).toEqual([first, third].sort());
      process.env['MODEL_REGRESSION_CACHE_MB'] = 'much';
      await expect(keyOf(4)).rejects.toThrow(
        /^The environment variable MODEL_REGRESSION_CACHE_MB is "much"\./,
      );
    } finally {
      delete process.env['MODEL_REGRESSION_CACHE_MB'];
    }
  });

  test('that is too large, or has no folder to go to, is no reason to fail', async () => {
    const data = threeClasses([4], { rows: 6 });
    const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      process.env['MODEL_REGRESSION_CACHE_MB'] = '0.001';
      await train(dense, data, { ...options, cache: true });
      expect(filesIn(inCache())).toEqual([]);
      delete process.env['MODEL_REGRESSION_CACHE_MB'];
      writeFileSync(inCache('..', 'a-file'), '');
      process.env['MODEL_REGRESSION_CACHE'] = inCache('..', 'a-file', 'cache');
      await train(dense, data, { ...options, cache: true });
      expect(said.mock.calls.map(([line]) => String(line).replace(/\d{3,}/g, '#'))).toEqual([
        expect.stringMatching(/is not kept in .*\/cache: # bytes are more than the # that it may take/),
        expect.stringMatching(/is not kept in .*\/a-file\/cache: ENOTDIR/),
      ]);
    } finally {
      said.mockRestore();
      delete process.env['MODEL_REGRESSION_CACHE_MB'];
    }
  });

  test('is only made where it is asked for', async () => {
    await train(dense, threeClasses([4], { rows: 6 }), options);
    await train(dense, threeClasses([4], { rows: 6 }), { ...options, cache: false });
    expect(filesIn(inCache())).toEqual([]);
  });
});
