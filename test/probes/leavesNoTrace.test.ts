import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { startBackend } from '../../src/backends/startBackend';
import { diagnose } from '../../src/diagnosis/diagnose';
import { matchers } from '../../src/matchers';
import { measureBatchNorm } from '../../src/probes/batchNorm/measureBatchNorm';
import { layersOf } from '../../src/probes/model/layersOf';
import { measureModes } from '../../src/probes/modes/measureModes';
import { train } from '../../src/training/train';
import type { TrainedModel } from '../../src/training/TrainedModel';
import { anyArchitecture, anyModel, rowsFor } from '../builders/anyModel';
import { bitsOf, expectUntouched } from '../builders/expectUntouched';
import { FailingLayer } from '../builders/FailingLayer';
import { classes, kinds } from '../builders/kinds';

expect.extend(matchers);
beforeAll(() => startBackend());

/** Passes, fails or throws: here only what it leaves behind counts. */
const outcomeOf = async (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

const measurements: Readonly<Record<string, (trained: TrainedModel) => Promise<unknown>>> = {
  measureModes: (trained) => measureModes(trained),
  measureBatchNorm: (trained) => measureBatchNorm(trained),
  diagnose: (trained) => diagnose(trained),
  toPredictConsistentlyWithTraining: (trained) => expect(trained).toPredictConsistentlyWithTraining(),
  toHaveConvergedBatchNormStats: (trained) => expect(trained).not.toHaveConvergedBatchNormStats(),
};

const cases = fc.record({
  architecture: anyArchitecture(),
  optimizer: fc.constantFrom('adam', 'rmsprop', 'sgd'),
  /** The call of a layer in the middle at which the measurement breaks down; most measurements have more calls. */
  breaksAt: fc.option(fc.integer({ min: 0, max: 14 })),
});

describe.each(Object.entries(measurements))('%s', (_name, measure) => {
  test('leaves weights, statistics, optimizer, flags, Math.random and memory as they were, also when it breaks down', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ architecture, optimizer, breaksAt }) => {
        const outside = tf.memory().numTensors;
        const data = rowsFor(architecture, 7);
        const fuse = new FailingLayer();
        const trained = await train(() => anyModel(architecture, [fuse]), data, {
          epochs: 2,
          batchSize: 3,
          optimizer,
          loss: 'categoricalCrossentropy',
          metrics: ['accuracy'],
        });
        // tfjs builds the function it predicts with at first use, and keeps it.
        tf.dispose(trained.model.predict(data.xs));
        if (breaksAt !== null) fuse.lightFuse(breaksAt);
        await expectUntouched(trained.model, () => outcomeOf(measure(trained)));
        await expectUntouched(trained.model, () => outcomeOf(measure(trained)));
        trained.dispose();
        tf.dispose(data);
        expect(tf.memory().numTensors).toBe(outside);
      }),
      { numRuns: 6 },
    );
  });

  test('leaves no trace when its data is disposed in the middle', async () => {
    const rejected = new Set<boolean>();
    const architecture = fc.sample(anyArchitecture(), { numRuns: 1, seed: 9 })[0]!;
    const blocks = [{ ...architecture.blocks[0]!, batchNorm: 'before' as const }];
    const data = rowsFor(architecture, 7);
    const trained = await train(() => anyModel({ ...architecture, blocks }), data, {
      optimizer: 'adam',
      loss: 'categoricalCrossentropy',
    });
    tf.dispose(trained.model.predict(data.xs));
    for (const turns of [0, 3, 8, 15, 25, 40, 60, 90]) {
      const passing = { xs: tf.clone(data.xs), ys: tf.clone(data.ys) };
      await expectUntouched(trained.model, async () => {
        const running = outcomeOf(measure({ ...trained, data: passing }));
        for (let turn = 0; turn < turns; turn++) await Promise.resolve();
        tf.dispose(passing);
        rejected.add((await running) instanceof Error);
        Object.assign(passing, { xs: tf.clone(data.xs), ys: tf.clone(data.ys) });
      });
      tf.dispose(passing);
    }
    expect(rejected).toContain(true);
    trained.dispose();
    tf.dispose(data);
  });
});

/** Lets the call of a layer with this number, counted over all layers of the model from now on, throw; gives the layers back. */
function breakAt(model: tf.LayersModel, calls: number): () => void {
  let left = calls;
  const layers = layersOf(model).map(({ layer }) => layer);
  for (const layer of layers) {
    const { call } = layer;
    layer.call = function (this: tf.layers.Layer, ...args: Parameters<typeof call>) {
      if (left-- === 0) throw new Error('the fuse has burnt down');
      return call.apply(this, args);
    };
  }
  return () => {
    for (const layer of layers) delete (layer as { call?: unknown }).call;
  };
}

describe.each(Object.entries(kinds))('of %s', (_kind, { build, data, loss, batchSize = 4 }) => {
  test('no measurement leaves a trace, also when any layer throws at any time', async () => {
    const rows = data(8);
    const trained = await train(() => build(0.9), rows, {
      epochs: 2,
      batchSize,
      optimizer: 'rmsprop',
      loss: (loss ?? 'categoricalCrossentropy') as string,
      metrics: ['accuracy'],
    });
    const broken = new Set<unknown>();
    for (const measure of Object.values(measurements)) {
      await expectUntouched(trained.model, () => outcomeOf(measure(trained as never)));
      for (const at of fc.sample(fc.integer({ min: 0, max: 60 }), { numRuns: 3, seed: 5 })) {
        const mend = breakAt(trained.model, at);
        broken.add(String(await expectUntouched(trained.model, () => outcomeOf(measure(trained as never)))));
        mend();
      }
    }
    expect(broken).toContain('Error: the fuse has burnt down');
    trained.dispose();
  });
});

test('weights that a constraint would change are not written', async () => {
  const constrained = (): tf.LayersModel =>
    tf.sequential({
      layers: [
        tf.layers.dense({ units: 4, inputShape: [4], kernelConstraint: 'nonNeg' }),
        tf.layers.batchNormalization({ gammaConstraint: 'unitNorm' }),
        tf.layers.dense({
          units: 3,
          activation: 'softmax',
          kernelConstraint: tf.constraints.maxNorm({ maxValue: 0.1 }),
        }),
      ],
    });
  const rows = classes(12, [4]);
  const compile = { optimizer: 'sgd', loss: 'categoricalCrossentropy' } as const;
  const trained = await train(constrained, rows, { ...compile, epochs: 3, batchSize: 4 });
  const [kernel] = trained.model.getWeights();
  // The optimizer knows no constraints: these weights are such as setWeights would change.
  expect(kernel!.min().dataSync()[0]).toBeLessThan(0);
  for (const measure of Object.values(measurements))
    await expectUntouched(trained.model, () => outcomeOf(measure(trained)));
  trained.dispose();
});

test('matchers that run at once, as under test.concurrent, leave both models and Math.random as they were', async () => {
  const rows = classes(12, [4]);
  const compile = { optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] };
  const build = (): tf.LayersModel => kinds['dropout before and after']!.build(0.9);
  const [first, second] = [
    await train(build, rows, { ...compile, seed: 1 }),
    await train(build, rows, { ...compile, seed: 2 }),
  ];
  const before = await bitsOf(second.model);
  await expectUntouched(first.model, async () => {
    await Promise.all([
      outcomeOf(expect(first).toPredictConsistentlyWithTraining()),
      outcomeOf(expect(second).toHaveConvergedBatchNormStats()),
      outcomeOf(expect(second).toPredictConsistentlyWithTraining()),
    ]);
  });
  expect(await bitsOf(second.model)).toEqual(before);
  first.dispose();
  second.dispose();
});

test('measures two models at once as it measures one after the other', async () => {
  const architecture = fc.sample(anyArchitecture({ noise: ['dropout'] }), { numRuns: 1, seed: 3 })[0]!;
  const data = rowsFor(architecture, 8);
  const options = { epochs: 2, optimizer: 'adam', loss: 'categoricalCrossentropy' } as const;
  const first = await train(() => anyModel(architecture), data, { ...options, seed: 1 });
  const second = await train(() => anyModel(architecture), data, { ...options, seed: 2 });
  const apart = [await measureModes(first), await measureModes(second)];
  const together = await Promise.all([measureModes(first), measureModes(second)]);
  expect(together.map(({ ladder }) => ladder)).toEqual(apart.map(({ ladder }) => ladder));
  first.dispose();
  second.dispose();
  tf.dispose(data);
});
