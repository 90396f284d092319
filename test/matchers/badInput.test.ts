import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { startBackend } from '../../src/backends/startBackend';
import { diagnose } from '../../src/diagnosis/diagnose';
import { matchers } from '../../src/matchers';
import { measureBatchNorm } from '../../src/probes/batchNorm/measureBatchNorm';
import { measureModes } from '../../src/probes/modes/measureModes';
import { recordTraining } from '../../src/probes/recording/recordTraining';
import { recalibrateBatchNorm } from '../../src/training/recalibrateBatchNorm';
import { train } from '../../src/training/train';
import { expectUntouched } from '../builders/expectUntouched';

expect.extend(matchers);
beforeAll(() => startBackend());

interface Given {
  readonly subject?: unknown;
  readonly data?: unknown;
  readonly options?: Record<string, unknown>;
}

/** Every public function that takes a model and data, called past its types as plain JavaScript calls it. */
const entries: Readonly<Record<string, (given: Required<Given>) => Promise<unknown>>> = {
  train: ({ subject, data, options }) => train(subject as tf.LayersModel, data as never, options),
  measureModes: ({ subject, data, options }) =>
    measureModes(subject as tf.LayersModel, data as never, options),
  measureBatchNorm: ({ subject, data, options }) =>
    measureBatchNorm(subject as tf.LayersModel, data as never, options),
  recalibrateBatchNorm: ({ subject, data, options }) =>
    recalibrateBatchNorm(subject as tf.LayersModel, data as never, options),
  diagnose: ({ subject, data, options }) => diagnose(subject as tf.LayersModel, data as never, options),
  toPredictConsistentlyWithTraining: ({ subject, data, options }) =>
    expect(subject).toPredictConsistentlyWithTraining(data as never, options),
  'not.toPredictConsistentlyWithTraining': ({ subject, data, options }) =>
    expect(subject).not.toPredictConsistentlyWithTraining(data as never, options),
  toHaveConvergedBatchNormStats: ({ subject, data, options }) =>
    expect(subject).toHaveConvergedBatchNormStats(data as never, options),
  'not.toHaveConvergedBatchNormStats': ({ subject, data, options }) =>
    expect(subject).not.toHaveConvergedBatchNormStats(data as never, options),
};

type Entry = keyof typeof entries;
const all = Object.keys(entries);
const judging = all.filter((name) => /measureModes|diagnose|toPredict/.test(name));
const withTargets = all.filter((name) => name !== 'recalibrateBatchNorm');
const ofStatistics = all.filter((name) => name.includes('BatchNorm'));

/** Options with which each would work on sound input: a batch size, and a promise where one is needed. */
function soundOptions(name: Entry): Record<string, unknown> {
  if (name === 'train') return {};
  return judging.includes(name) ? { batchSize: 3, fitTime: { acc: 0.5 } } : { batchSize: 3 };
}

function network({ batchNorm = true, compiled = true } = {}): tf.Sequential {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 3, inputShape: [2] }),
      ...(batchNorm ? [tf.layers.batchNormalization({ name: 'norm' })] : []),
      tf.layers.dense({ units: 2, activation: 'softmax' }),
    ],
  });
  if (compiled) model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}

const oneHot = [
  [1, 0],
  [0, 1],
  [1, 0],
  [0, 1],
];
const inputs = [
  [1, 2],
  [3, 4],
  [5, 7],
  [2, 0],
];
const rows = (): { xs: tf.Tensor; ys: tf.Tensor } => ({ xs: tf.tensor2d(inputs), ys: tf.tensor2d(oneHot) });

const bare = (name: Entry): string => name.replace(/^not\./, '');

/** Expects an error that names what, what was given, what is allowed and the next step, and an unchanged model. */
async function expectRefused(name: Entry, given: Given, message: string | RegExp): Promise<void> {
  const sound = network();
  const { subject = sound, data = rows(), options = {} } = given;
  const model =
    subject instanceof tf.LayersModel && subject.weights.every((w) => isAlive(w)) ? subject : sound;
  const refused = expectUntouched(model, () =>
    entries[name]!({ subject, data, options: { ...soundOptions(name), ...options } }),
  );
  const error = await refused.then(
    () => new Error(`${name} took it`),
    (thrown: unknown) => thrown as Error,
  );
  const [said, allowed, next, ...more] = error.message.split('\n');
  expect({ name: error.constructor.name, said }).toEqual({ name: 'TypeError', said: expect.anything() });
  if (typeof message === 'string') expect(said).toBe(message);
  else expect(said).toMatch(message);
  expect(allowed).toMatch(/^ {2}Allowed: .+\.$/);
  expect(next).toMatch(/^ {2}Next: .+\.$/);
  expect(more).toEqual([]);
}

const isAlive = (weight: unknown): boolean => !(weight as { val: tf.Variable }).val.isDisposed;

describe.each(all)('%s refuses', (name) => {
  const where = bare(name);

  test('NaN and Infinity in the inputs', async () => {
    const broken = inputs.map((row) => [...row]);
    broken[2]![1] = NaN;
    await expectRefused(
      name,
      { data: { xs: tf.tensor2d(broken), ys: tf.tensor2d(oneHot) } },
      `\`xs\` of ${where} is a tensor with NaN in row 2.`,
    );
    broken[2]![1] = -Infinity;
    await expectRefused(
      name,
      { data: { xs: tf.tensor2d(broken), ys: tf.tensor2d(oneHot) } },
      `\`xs\` of ${where} is a tensor with -Infinity in row 2.`,
    );
  });

  test('no rows', async () => {
    await expectRefused(name, { data: { xs: tf.zeros([0, 2]), ys: tf.zeros([0, 2]) } }, /: no rows\.$/);
  });

  test('inputs of another shape than the model has', async () => {
    await expectRefused(
      name,
      { data: { xs: tf.zeros([4, 5]), ys: tf.tensor2d(oneHot) } },
      `\`xs\` of ${where} is a tensor of shape [4, 5].`,
    );
  });

  test('inputs that are no tensor, and data that is nothing', async () => {
    const ys = tf.tensor2d(oneHot);
    await expectRefused(name, { data: { xs: 'pixels', ys } }, `\`xs\` of ${where} is "pixels".`);
    await expectRefused(
      name,
      { data: { xs: [[1, 2], [3]], ys } },
      `\`xs\` of ${where} is an array with [3] at [1].`,
    );
    await expectRefused(name, { data: 7 }, /^(The data|`xs`) of .* is 7\.$/);
  });

  test('inputs that are disposed', async () => {
    const { xs, ys } = rows();
    xs.dispose();
    await expectRefused(name, { data: { xs, ys } }, `\`xs\` of ${where} is a disposed tensor.`);
  });

  test('a disposed model', async () => {
    const subject = network();
    subject.dispose();
    await expectRefused(name, { subject }, /is a model whose weights are disposed\.$/);
  });

  test('a GraphModel', async () => {
    await expectRefused(name, { subject: await graphModel() }, /is a GraphModel\.$/);
  });

  test('what is no model at all', async () => {
    await expectRefused(name, { subject: {} }, /^The (subject of|model given to) .* is an empty object\.$/);
    await expectRefused(name, { subject: 'model.json' }, /is "model\.json"(, where there is no model)?\.$/);
    await expectRefused(name, { subject: null }, /is null\.$/);
  });

  test('options that do not exist', async () => {
    await expectRefused(
      name,
      { options: { tolerence: 0.1 } },
      `The option \`tolerence\` of ${where} is not known.`,
    );
  });

  test('options that are no object', async () => {
    const refused = entries[name]!({ subject: network(), data: rows(), options: 0.1 as never });
    await expect(refused).rejects.toThrow(`The options argument of ${where} is 0.1.`);
  });

  test.each([0, -1, 2.5, '32', NaN])('a batch size of %p', async (batchSize) => {
    await expectRefused(name, { options: { batchSize } }, /^The option `batchSize` of .* is /);
  });

  test.each([0, 0.5, Infinity, 'seven'])('a seed of %p', async (seed) => {
    await expectRefused(name, { options: { seed } }, /^The option `seed` of .* is /);
  });
});

describe.each(withTargets)('%s refuses', (name) => {
  const where = bare(name);

  test('NaN in the targets', async () => {
    await expectRefused(
      name,
      {
        data: {
          xs: tf.tensor2d(inputs),
          ys: tf.tensor2d([
            [1, 0],
            [0, NaN],
            [1, 0],
            [0, 1],
          ]),
        },
      },
      `\`ys\` of ${where} is a tensor with NaN in row 1.`,
    );
  });

  test('more inputs than targets', async () => {
    await expectRefused(
      name,
      { data: { xs: tf.tensor2d(inputs), ys: tf.tensor2d(oneHot.slice(1)) } },
      `The data of ${where} is 4 rows of xs and 3 rows of ys.`,
    );
  });

  test('targets of another shape than the model gives', async () => {
    await expectRefused(
      name,
      { data: { xs: tf.tensor2d(inputs), ys: tf.zeros([4, 5]) } },
      `\`ys\` of ${where} is a tensor of shape [4, 5].`,
    );
  });

  test('a tensor in place of { xs, ys }', async () => {
    await expectRefused(name, { data: tf.tensor2d(inputs) }, `The data of ${where} is a Tensor.`);
  });

  test('one target for a model of several outputs', async () => {
    const input = tf.input({ shape: [2] });
    const head = (named: string): tf.SymbolicTensor =>
      tf.layers
        .dense({ units: 2, name: named })
        .apply(tf.layers.batchNormalization({}).apply(input)) as tf.SymbolicTensor;
    const subject = tf.model({ inputs: input, outputs: [head(`${where}_a`), head(`${where}_b`)] });
    subject.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const options = judging.includes(name) ? { fitTime: { loss: 1 } } : {};
    await expectRefused(name, { subject, options }, `\`ys\` of ${where} is a Tensor.`);
  });
});

describe.each(judging)('%s refuses', (name) => {
  const where = bare(name);

  test('a model that nobody knows a promise of', async () => {
    await expectRefused(
      name,
      { options: { fitTime: undefined } },
      `The subject of ${where} is a model without a recording: nobody knows what its training promised.`,
    );
  });

  test('a model that is not compiled, where a loss is needed', async () => {
    await expectRefused(
      name,
      { subject: network({ compiled: false }) },
      `The model given to ${where} is not compiled, so its loss is not known.`,
    );
  });

  test('a metric that cannot be computed', async () => {
    await expectRefused(
      name,
      { options: { fitTime: { f1: 0.9 } } },
      `The fit-time metric \`f1\` of ${where} is not one that can be computed from predictions of this model.`,
    );
  });

  test("a loss of the user's own that gives no tensor, or throws", async () => {
    const broken = (what: () => unknown) => (): tf.Tensor => what() as tf.Tensor;
    const options = name === 'measureModes' ? {} : { lossTolerance: 1 };
    const compiledWith = (loss: () => tf.Tensor): tf.LayersModel => {
      const subject = network();
      subject.compile({ optimizer: 'sgd', loss });
      return subject;
    };
    await expectRefused(name, { subject: compiledWith(broken(() => 'three')), options }, /function/);
    const throwing = broken(() => {
      throw new Error('no such column');
    });
    await expectRefused(name, { subject: compiledWith(throwing), options }, /no such column/);
  });

  test('a model with BatchNorm whose batch size nobody knows', async () => {
    await expectRefused(
      name,
      { options: { batchSize: undefined } },
      `The batch size for ${where} is not known: a model without a recording does not tell it.`,
    );
  });

  test('fit-time metrics that are no numbers, none at all, and a recording that is none', async () => {
    await expectRefused(
      name,
      { options: { fitTime: { acc: '0.9' } } },
      `\`acc\` in the option \`fitTime\` of ${where} is "0.9".`,
    );
    await expectRefused(
      name,
      { options: { fitTime: { val_acc: 0.9 } } },
      `The option \`fitTime\` of ${where} is without a metric of the training rows.`,
    );
    await expectRefused(
      name,
      { options: { recording: { epochs: [] } } },
      `The option \`recording\` of ${where} is an object with epochs.`,
    );
  });
});

describe.each(judging.filter((name) => name !== 'measureModes'))('%s refuses', (name) => {
  test.each([-0.1, 1.5, NaN, '5 %'])('a tolerance of %p', async (tolerance) => {
    await expectRefused(name, { options: { tolerance } }, /^The option `tolerance` of .* is /);
  });

  test('a negative tolerance of the loss', async () => {
    await expectRefused(
      name,
      { options: { lossTolerance: -1 } },
      `The option \`lossTolerance\` of ${bare(name)} is -1.`,
    );
  });
});

describe.each(ofStatistics)('%s refuses', (name) => {
  test('a model without BatchNorm', async () => {
    await expectRefused(
      name,
      { subject: network({ batchNorm: false }) },
      /^The model given to .* is without a BatchNorm layer/,
    );
  });
});

describe.each(all.filter((name) => name.includes('Converged')))('%s refuses', (name) => {
  test.each([-0.5, NaN, Infinity])('a tolerance of %p', async (tolerance) => {
    await expectRefused(name, { options: { tolerance } }, /^The option `tolerance` of .* is /);
  });

  test('a model whose batch size nobody knows', async () => {
    await expectRefused(name, { options: { batchSize: undefined } }, /^The batch size for .* is not known/);
  });
});

describe.each(all.filter((name) => /not\.|^to/.test(name)))('%s refuses', (name) => {
  test('predictions and statistics of NaN', async () => {
    const subject = network();
    subject.layers[0]!.setWeights([tf.fill([2, 3], NaN), tf.zeros([3])]);
    await expectRefused(name, { subject }, /not finite|NaN or Infinity/);
  });

  test('a factory without training options, and training options without a factory', async () => {
    await expectRefused(
      name,
      { subject: () => network() },
      `The subject of ${bare(name)} is a factory, without the option \`train\`.`,
    );
    await expectRefused(
      name,
      { options: { train: { epochs: 1 } } },
      new RegExp(`^The option \`train\` of ${bare(name)} is given with a Sequential\\.$`),
    );
  });

  test('a factory that throws, and one that makes no model', async () => {
    const failing = (): never => {
      throw new Error('weights.bin not found');
    };
    await expectRefused(
      name,
      { subject: failing, options: { train: { epochs: 1 } } },
      'The factory given to train is one that throws: weights.bin not found.',
    );
    await expectRefused(
      name,
      { subject: () => 'a model', options: { train: { epochs: 1 } } },
      'What the factory given to train returned is "a model".',
    );
  });

  test('to be used inside another matcher', () => {
    const matcher = bare(name) as keyof typeof matchers;
    const asymmetric = expect as unknown as Record<string, () => unknown> & {
      not: Record<string, () => unknown>;
    };
    const used = (): void => {
      expect({ model: network() }).toEqual({
        model: name.startsWith('not.') ? asymmetric.not[matcher]!() : asymmetric[matcher]!(),
      });
    };
    expect(used).toThrow(
      new TypeError(
        `expect.${matcher}() cannot be used inside another matcher: it is asynchronous, and Jest would take its promise for a match that failed.\n` +
          `  Next: await expect(model).${matcher}() on a line of its own.`,
      ),
    );
  });
});

describe('train refuses', () => {
  test('a model that is not compiled, by the option that is missing', async () => {
    const subject = network({ compiled: false });
    await expectRefused(
      'train',
      { subject },
      /^The model given to train is not compiled, and the option `optimizer` is missing\.$/,
    );
    await expectRefused(
      'train',
      { subject, options: { optimizer: 'adam' } },
      /^The model given to train is not compiled, and the option `loss` is missing\.$/,
    );
  });

  test.each([0, -3, 1.5])('%p epochs', async (epochs) => {
    await expectRefused('train', { options: { epochs } }, `The option \`epochs\` of train is ${epochs}.`);
  });
});

test('recordTraining refuses what is no model at once, and bad data when fit begins, under its own name', async () => {
  expect(() => recordTraining({} as never, rows())).toThrow(
    /^The model given to recordTraining is an empty object\.\n {2}Allowed: .*\n {2}Next: /,
  );
  const model = network();
  const { xs, ys } = rows();
  const recorder = recordTraining(model, { xs, ys: ys.slice(0, 3) });
  const fitting = expectUntouched(model, () => model.fit(xs, ys, { verbose: 0, callbacks: recorder }));
  await expect(fitting).rejects.toThrow(/^The data of recordTraining is 4 rows of xs and 3 rows of ys\./);
});

/** A real one, `y = x + 1`, from artifacts in memory. */
async function graphModel(): Promise<tf.GraphModel> {
  const placeholder = {
    name: 'x',
    op: 'Placeholder',
    attr: { dtype: { type: 'DT_FLOAT' }, shape: { shape: { dim: [{ size: '-1' }, { size: '2' }] } } },
  };
  const constant = {
    name: 'one',
    op: 'Const',
    attr: {
      dtype: { type: 'DT_FLOAT' },
      value: { tensor: { dtype: 'DT_FLOAT', tensorShape: { dim: [{ size: '1' }] } } },
    },
  };
  const sum = { name: 'y', op: 'AddV2', input: ['x', 'one'], attr: { T: { type: 'DT_FLOAT' } } };
  const model = await tf.loadGraphModel(
    tf.io.fromMemory({
      modelTopology: { node: [placeholder, constant, sum], versions: {} },
      weightSpecs: [{ name: 'one', shape: [1], dtype: 'float32' }],
      weightData: Float32Array.of(1).buffer,
    }),
  );
  expect((model.predict(tf.tensor2d([[1, 2]])) as tf.Tensor).dataSync()[1]).toBe(3);
  return model;
}
