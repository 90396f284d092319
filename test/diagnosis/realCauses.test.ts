import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../src/backends/startBackend';
import { diagnose } from '../../src/diagnosis/diagnose';
import type { Diagnosis } from '../../src/diagnosis/Diagnosis';
import { forgotten } from '../../src/training/forgotten';
import { train } from '../../src/training/train';
import type { TrainOptions } from '../../src/training/TrainOptions';
import { classes } from '../builders/kinds';

beforeAll(() => startBackend());
afterEach(() => {
  for (const trained of forgotten()) trained.dispose();
});

const { layers } = tf;
const compile = { loss: 'categoricalCrossentropy', metrics: ['accuracy'] } satisfies TrainOptions;
const softmax = (): tf.layers.Layer => layers.dense({ units: 3, activation: 'softmax' });

function normalised(momentum: number) {
  return (): tf.LayersModel => {
    const model = tf.sequential({ layers: [layers.inputLayer({ inputShape: [4] })] });
    for (let i = 0; i < 2; i++) {
      model.add(layers.dense({ units: 16 }));
      model.add(layers.batchNormalization({ momentum }));
      model.add(layers.reLU({}));
    }
    model.add(softmax());
    return model;
  };
}

function plain(): tf.LayersModel {
  return tf.sequential({
    layers: [layers.dense({ units: 16, inputShape: [4], activation: 'tanh' }), softmax()],
  });
}

/** Classes that overlap: what a network learns of them is never quite settled. */
function overlapping(rows: number): { xs: tf.Tensor; ys: tf.Tensor } {
  const { xs, ys } = classes(rows, [4]);
  return { xs: tf.tidy(() => tf.add(xs, tf.randomNormal(xs.shape, 0, 4, 'float32', 99))), ys };
}

/** All rows of class 0, then those of class 1, then those of class 2. */
function sorted(rows: number): { xs: tf.Tensor; ys: tf.Tensor } {
  const byClass = [0, 1, 2].flatMap((c) => Array.from({ length: rows / 3 }, (_, i) => 3 * i + c));
  return tf.tidy(() => {
    const { xs, ys } = classes(rows, [4]);
    const order = tf.tensor1d(byClass, 'int32');
    return { xs: tf.gather(xs, order), ys: tf.gather(ys, order) };
  });
}

const ids = ({ causes }: Diagnosis): readonly string[] => causes.map(({ id }) => id);

describe('batchnorm-lagging', () => {
  test('is named where weights moved faster than the averages follow', async () => {
    const options = { ...compile, batchSize: 20, epochs: 80, optimizer: tf.train.adam(0.1) };
    const diagnosis = await diagnose(await train(normalised(0.98), overlapping(60), options));
    expect([diagnosis.consistent, ...ids(diagnosis)]).toEqual([false, 'batchnorm-lagging']);
    expect(String(diagnosis)).toContain('lag behind weights that moved');
    // What is left of the start values explains nothing.
    for (const { startHeld } of diagnosis.batchNorm) expect(startHeld).toBeLessThan(0.01);
  });
});

describe('batches that are small', () => {
  /** What is named for several seeds, and with which verdict. */
  async function namedOver(
    seeds: number,
    momentum: number,
    rows: number,
    options: TrainOptions,
  ): Promise<ReadonlySet<string>> {
    const named = new Set<string>();
    for (let seed = 1; seed <= seeds; seed++) {
      const diagnosis = await diagnose(
        await train(normalised(momentum), overlapping(rows), { ...compile, ...options, seed }),
      );
      for (const id of ids(diagnosis)) named.add(`${id}, ${diagnosis.consistent ? 'green' : 'red'}`);
    }
    return named;
  }

  test('batchnorm-batch-noise is named where moving averages keep too few of them', async () => {
    const named = await namedOver(3, 0.2, 48, { batchSize: 4, epochs: 30, optimizer: tf.train.adam(0.01) });
    expect([...named].filter((name) => name.startsWith('batchnorm-batch-noise'))).not.toEqual([]);
  });

  test('within-noise is named, and green, where a promise was the luck of its batches', async () => {
    const verdicts = new Set<string>();
    for (let seed = 1; seed <= 6; seed++) {
      const options = { ...compile, batchSize: 5, epochs: 30, optimizer: tf.train.adam(0.01), seed };
      const trained = await train(normalised(0.95), overlapping(40), options);
      const { metrics, spread } = (await diagnose(trained)).ladder[1]!;
      // What one of these batchings gave, or might have given.
      const acc = Math.min(1, metrics['accuracy']! + 0.95 * spread['accuracy']!);
      const { verdict, causes } = await diagnose(trained, undefined, { fitTime: { acc } });
      verdicts.add(`${verdict.kind}: ${causes.map(({ id }) => id).join()}`);
    }
    expect(verdicts).toContain('within batch noise: within-noise');
  });
});

describe('batchnorm-batch-composition', () => {
  const options = { ...compile, epochs: 20, optimizer: tf.train.adam(0.01) };

  test('is named where the rows were sorted by class and not shuffled', async () => {
    const unshuffled = { ...options, batchSize: 10, shuffle: false };
    const diagnosis = await diagnose(await train(normalised(0.9), sorted(60), unshuffled));
    expect([diagnosis.consistent, ids(diagnosis)[0]]).toEqual([false, 'batchnorm-batch-composition']);
    expect(diagnosis.causes[0]!.remedy[0]).toContain('shuffle: true');
  });

  test('is named where a dataset was sorted by class', async () => {
    const { xs, ys } = sorted(60);
    const rows = {
      xs: tf.data.array((await xs.array()) as number[][]),
      ys: tf.data.array((await ys.array()) as number[][]),
    };
    const diagnosis = await diagnose(await train(normalised(0.9), tf.data.zip(rows).batch(10), options));
    expect([diagnosis.consistent, ids(diagnosis)[0]]).toEqual([false, 'batchnorm-batch-composition']);
    expect(diagnosis.causes[0]!.remedy[0]).toContain("dataset.shuffle(rows, 'seed').batch(size)");
  });

  test('is named where rows in ordinary order shared their batches in every epoch, and not as late divergence', async () => {
    const named = new Set<string>();
    for (const seed of [1, 2, 3, 4]) {
      const unshuffled = { ...options, epochs: 60, batchSize: 4, shuffle: false, seed };
      const diagnosis = await diagnose(await train(normalised(0.9), overlapping(24), unshuffled));
      if (!diagnosis.consistent) for (const id of ids(diagnosis)) named.add(id);
    }
    expect(named).toContain('batchnorm-batch-composition');
    expect(named).not.toContain('late-divergence');
  });

  test('is not named where the same rows were shuffled', async () => {
    const diagnosis = await diagnose(
      await train(normalised(0.9), sorted(60), { ...options, epochs: 60, batchSize: 20 }),
    );
    expect([diagnosis.consistent, ...ids(diagnosis)]).toEqual([true]);
  });

  test('is named where a layer is used at places whose inputs differ', async () => {
    const shared = (): tf.LayersModel => {
      const norm = layers.batchNormalization({ momentum: 0.8, name: 'shared' });
      const input = tf.input({ shape: [4] });
      const on = (layer: tf.layers.Layer, x: tf.SymbolicTensor): tf.SymbolicTensor =>
        layer.apply(x) as tf.SymbolicTensor;
      const far = on(layers.dense({ units: 4, kernelInitializer: 'ones', trainable: false }), input);
      const both = layers.concatenate().apply([on(norm, input), on(norm, far)]) as tf.SymbolicTensor;
      return tf.model({ inputs: input, outputs: on(softmax(), both) });
    };
    const trained = await train(shared, classes(60, [4]), { ...options, epochs: 40, batchSize: 20 });
    const diagnosis = await diagnose(trained);
    expect([diagnosis.consistent, ids(diagnosis)[0]]).toEqual([false, 'batchnorm-batch-composition']);
    expect(String(diagnosis)).toContain('shared is called 2 times in one pass, with inputs that differ');
  });
});

/** Turns its inputs around in inference mode only. */
class Turning extends tf.layers.Layer {
  static className = 'Turning';
  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: { training?: boolean }): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0]! : inputs;
    return kwargs.training === true ? tf.clone(x) : tf.neg(x);
  }
  override computeOutputShape(shape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return shape;
  }
}

/** Holds a BatchNorm layer where nothing can see it. */
class Hiding extends tf.layers.Layer {
  static className = 'Hiding';
  readonly #norm = tf.layers.batchNormalization({ momentum: 0.99 });
  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Record<string, unknown>): tf.Tensor {
    return this.#norm.apply(inputs, kwargs) as tf.Tensor;
  }
  override computeOutputShape(shape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return shape;
  }
}

describe("layers of one's own", () => {
  const with_ = (layer: () => tf.layers.Layer) => (): tf.LayersModel =>
    tf.sequential({
      layers: [layers.dense({ units: 16, inputShape: [4] }), layer(), layers.reLU({}), softmax()],
    });
  const options = { ...compile, batchSize: 10, epochs: 20, optimizer: tf.train.adam(0.02) };

  test('custom-layer-mode is named where one does something else in training mode, and that mode is measured', async () => {
    const diagnosis = await diagnose(
      await train(
        with_(() => new Turning({})),
        classes(60, [4]),
        options,
      ),
    );
    expect([diagnosis.consistent, ids(diagnosis)[0]]).toEqual([false, 'custom-layer-mode']);
    expect(diagnosis.ladder[1]!.metrics['accuracy']).toBeGreaterThan(0.95);
    expect(String(diagnosis)).toContain('a layer of your own does something else in training mode');
  });

  test('a BatchNorm layer that is hidden in one is measured, and left as it was', async () => {
    const trained = await train(
      with_(() => new Hiding({})),
      classes(60, [4]),
      options,
    );
    const before = Array.from((trained.model.predict(trained.data.xs) as tf.Tensor).dataSync());
    const diagnosis = await diagnose(trained);
    expect(diagnosis.consistent).toBe(false);
    expect(diagnosis.ladder[1]!.metrics['accuracy']).toBeGreaterThan(0.95);
    expect(ids(diagnosis)).toEqual(['custom-layer-mode']);
    expect(String(diagnosis)).toContain('holds a BatchNorm layer where it cannot be found');
    expect(Array.from((trained.model.predict(trained.data.xs) as tf.Tensor).dataSync())).toEqual(before);
  });
});

describe('late-divergence', () => {
  test('is named where the last update broke what all batches before it showed', async () => {
    const optimizer = tf.train.sgd(0.05);
    const model = plain();
    model.compile({ optimizer, ...compile });
    let updates = 0;
    const callbacks = {
      onBatchBegin: async () => {
        updates += 1;
        if (updates === 60)
          (optimizer as unknown as { setLearningRate(rate: number): void }).setLearningRate(500);
        await Promise.resolve();
      },
    };
    const diagnosis = await diagnose(
      await train(model, classes(60, [4]), { batchSize: 20, epochs: 20, callbacks }),
    );
    expect([diagnosis.consistent, ...ids(diagnosis)]).toEqual([false, 'late-divergence']);
    expect(String(diagnosis)).toContain('the last update of the fit made the model worse');
    model.dispose();
  });
});

describe('within-margin', () => {
  /** Two columns that differ by one bit of float32 at most: which one is larger is up to rounding. */
  function tied(): tf.LayersModel {
    const model = tf.sequential({
      layers: [layers.dense({ units: 2, inputShape: [1], activation: 'softmax' })],
    });
    model.setWeights([tf.tensor2d([[1, 1.0000002]]), tf.zeros([2])]);
    model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
    return model;
  }
  const data = {
    xs: [[1], [2], [-1], [1.5]],
    ys: [
      [1, 0],
      [0, 1],
      [1, 0],
      [0, 1],
    ],
  };

  test('is green where decisions hang on rounding and the loss is as promised', async () => {
    const diagnosis = await diagnose(tied(), data, { fitTime: { acc: 1, loss: Math.LN2 } });
    expect([diagnosis.consistent, ...ids(diagnosis)]).toEqual([true, 'within-margin']);
  });

  test('is no excuse for predictions that are all the same where the fit was sure', async () => {
    const diagnosis = await diagnose(tied(), data, { fitTime: { acc: 1, loss: 0.01 } });
    expect(diagnosis.consistent).toBe(false);
    const onAccuracyAlone = await diagnose(tied(), data, { fitTime: { acc: 1 } });
    expect(onAccuracyAlone.ladder[4]!.metrics['accuracy']).toBeLessThan(1);
  });
});

describe('two causes at once', () => {
  test('are named with their shares of the gap', async () => {
    const adam = tf.train.adam(0.02);
    const options = { ...compile, batchSize: 10, epochs: 20, shuffle: false, seed: 2, optimizer: adam };
    const diagnosis = await diagnose(await train(normalised(0.99), sorted(60), options));
    expect([...ids(diagnosis)].sort()).toEqual(['batchnorm-batch-composition', 'batchnorm-not-converged']);
    const { metric } = diagnosis.verdict as Extract<Diagnosis['verdict'], { kind: 'broken' }>;
    const steps = diagnosis.ladder.slice(1).map(({ step }) => -step![metric.name]! / metric.gap);
    expect(steps.reduce((sum, step) => sum + step, 0)).toBeCloseTo(1, 9);
    for (const { share } of diagnosis.causes) expect(share).toBeGreaterThanOrEqual(0.25);
    expect(String(diagnosis)).toMatch(
      /Cause \([\d.]+ % of the gap\): .*\n[^]*Cause \([\d.]+ % of the gap\): /,
    );
  });
});

describe('numbers of fit that mean something else', () => {
  const still = { optimizer: tf.train.sgd(0.001), batchSize: 30, epochs: 1 };

  test('regularisation-in-loss: penalties are taken out of the promise, and named', async () => {
    const kernelRegularizer = tf.regularizers.l2({ l2: 0.5 });
    const factory = (): tf.LayersModel =>
      tf.sequential({
        layers: [layers.dense({ units: 3, inputShape: [4], activation: 'softmax', kernelRegularizer })],
      });
    const diagnosis = await diagnose(await train(factory, classes(30, [4]), { ...compile, ...still }));
    expect([diagnosis.consistent, ...ids(diagnosis)]).toEqual([true, 'regularisation-in-loss']);
    expect(diagnosis.causes[0]!.evidence[0]).toMatch(
      /^fit reported loss [\d.]+, of which [\d.]+ are regulariser penalties/,
    );
  });

  test('weighted-loss: class weights count on both sides, and are named', async () => {
    const classWeight = { 0: 1, 1: 8, 2: 0.1 };
    const diagnosis = await diagnose(
      await train(plain, classes(30, [4]), { ...compile, ...still, classWeight }),
    );
    expect([diagnosis.consistent, ...ids(diagnosis)]).toEqual([true, 'weighted-loss']);
  });

  test('metric-resolution: accuracy that TensorFlow.js takes for binaryAccuracy is named', async () => {
    const options = { ...still, loss: 'binaryCrossentropy', metrics: ['accuracy'] };
    const diagnosis = await diagnose(await train(plain, classes(30, [4]), options));
    expect([diagnosis.consistent, ...ids(diagnosis)]).toEqual([true, 'metric-resolution']);
    expect(diagnosis.causes[0]!.evidence[0]).toMatch(
      /^TensorFlow\.js took accuracy for binaryAccuracy, which is 0\.\d+; categoricalAccuracy is 0\.\d+\.$/,
    );
    expect(diagnosis.causes[0]!.remedy[0]).toContain("metrics: ['categoricalAccuracy']");
  });
});
