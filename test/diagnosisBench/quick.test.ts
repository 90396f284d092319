import { beforeAll, describe, expect, test } from '@jest/globals';
import { caseOf } from '../../bench/diagnosis/Case';
import { rowsOf } from '../../bench/diagnosis/dataSets';
import { faults } from '../../bench/diagnosis/faults';
import { report } from '../../bench/diagnosis/report';
import { type Result, runCase } from '../../bench/diagnosis/runCase';
import { soundRecipe } from '../../bench/diagnosis/training/Recipe';
import { trainedBy } from '../../bench/diagnosis/training/trainedBy';
import { startBackend } from '../../src/backends/startBackend';
import { diagnose } from '../../src/diagnosis/diagnose';

beforeAll(() => startBackend({ engine: 'wasm' }));

describe('a few cases of npm run diagnosis-bench', () => {
  test.each([
    'fault/classes-permuted/dense/iris/s1',
    'fault/rows-misaligned/nested/iris/s2',
    'fault/preparation-mismatch/convolution/mnist/s2',
    'fault/weights-not-loaded/nested/iris/s3',
    'fault/weights-permuted/residual/mnist/s2',
    'fault/batchnorm-stats-lost/convolution 1-D/mnist/s2',
    'fault/batchnorm-not-converged/convolution/mnist/s2',
    'fault/padding-dependent/embedding/sentences/s1',
    'fault/augmentation/dense/mnist/s1',
    'fault/batchnorm-frozen-drift/nested/iris/s1',
    'fault/stochastic-layer/nested/iris/s1',
    'fault/random-inference/dense/iris/s1',
    'fault/custom-layer-mode/embedding/sentences/s1',
    'fault/stateful-rnn/recurrent/mnist/s1',
    'fault/non-finite/dense/iris/s1',
    'fault/call-time-training-ignored/nested/iris/s1',
  ])('%s is confirmed, and named', async (id) => {
    const { confirmed, injected, named, consistent } = await runCase(caseOf(id));
    expect([confirmed, consistent, named[0]?.id]).toEqual([true, false, injected[0]]);
  });

  test.each([
    // Sorted rows, which an epoch ends with: the statistics follow them, and do not lag.
    ['fault/batchnorm-batch-composition/dense/iris/s2', ['batchnorm-batch-composition']],
    // A momentum of 0.1 remembers the last batch, of two rows.
    ['fault/batchnorm-batch-noise/nested/iris/s2', ['batchnorm-batch-noise']],
  ] as const)('of %s nothing else is named', async (id, ids) => {
    expect((await runCase(caseOf(id))).named.map((cause) => cause.id)).toEqual(ids);
  });

  test('where training mode nearly keeps the promise, BatchNorm makes every scale of the inputs good, and none is named', async () => {
    const rows = rowsOf('iris', 'flat', 2, 160);
    const recipe = { ...soundRecipe, ...faults['batchnorm-lagging']!.recipe };
    const { model, recording, dispose } = await trainedBy('dense', 'iris', rows, recipe, 2);
    const { accuracy, loss } = recording.epochs.at(-1)!;
    const { causes } = await diagnose(
      model,
      { xs: rows.xs, ys: rows.ys },
      { fitTime: { acc: accuracy!, loss: loss! }, batchSize: recipe.batchSize, thorough: true },
    );
    expect(causes.map(({ id }) => id)).toEqual(['undetermined']);
    dispose();
  });

  test.each([
    'healthy/dropout 0.7/nested/iris/s1',
    'healthy/random labels/convolution/mnist/s2',
    'healthy/batches of two/dense/iris/s3',
    'healthy/one epoch/embedding/sentences/s3',
  ])('%s raises no alarm', async (id) => {
    const { confirmed, red } = await runCase(caseOf(id));
    expect([confirmed, red]).toEqual([true, []]);
  });
});

const heldOut = {
  kind: 'fault',
  name: 'classes-permuted',
  architecture: 'gated',
  data: 'digits',
  seed: 21,
} as const;

describe('the report', () => {
  const result = (parts: Partial<Result>): Result => ({
    id: 'fault/classes-permuted/gated/digits/s21',
    case: heldOut,
    injected: ['classes-permuted'],
    confirmed: true,
    fitAccuracy: 1,
    predictAccuracy: 0.2,
    named: [{ id: 'classes-permuted', share: 1 }],
    consistent: false,
    red: [],
    alarms: {
      Switch_Mode_Consistency: false,
      'statistics at 0 and 1': false,
      'fit against evaluate': true,
    },
    seconds: 1,
    ...parts,
  });

  test('counts what is right, what is named besides, what did nothing, and false alarms, with exact intervals', () => {
    const wrong = [
      { id: 'other-rows', share: 0.8 },
      { id: 'classes-permuted', share: 0.2 },
    ];
    const late = [
      { id: 'batchnorm-lagging', share: 0.6 },
      { id: 'late-divergence', share: 0.4 },
    ];
    const text = report([
      result({}),
      result({ named: wrong, id: 'wrong' }),
      result({ confirmed: false }),
      result({
        injected: [],
        case: { ...heldOut, kind: 'healthy', name: 'plain' },
        red: ['toPredictConsistentlyWithTraining'],
        id: 'alarm',
      }),
      result({
        injected: [],
        case: { ...heldOut, kind: 'healthy', name: 'one epoch' },
        red: ['toHaveConvergedBatchNormStats'],
        statisticsAreOff: true,
        id: 'off',
      }),
      result({
        injected: [],
        confirmed: false,
        case: { ...heldOut, kind: 'healthy', name: 'plain' },
        red: ['toPredictConsistentlyWithTraining'],
        id: 'trapped',
      }),
      result({
        injected: ['batchnorm-lagging'],
        alsoInjected: ['late-divergence'],
        named: late,
        case: { ...heldOut, name: 'batchnorm-lagging' },
        id: 'late',
      }),
      result({ injected: [], case: caseOf('healthy/plain/dense/iris/s1') }),
    ]);
    const [half, calibration] = text.split('## calibration');
    expect(half).toContain('- the right cause: 2 of 3, 66.7 % (9.4 % to 99.2 %)');
    expect(half).toContain('- another cause named with a share above 0.1: 1 of 3');
    expect(half).toContain('- injections that did nothing, left out: 1 of 4');
    expect(half).toContain('- false alarms, toPredictConsistentlyWithTraining: 1 of 2');
    expect(half).toContain('- false alarms, toHaveConvergedBatchNormStats: 0 of 1,');
    expect(half).toContain('as the bench measures: 1, of which the matcher says so of 1');
    expect(half).toContain('where their batches take them: 1, of which the matcher says so of 1');
    expect(calibration).toContain(
      '- false alarms, toPredictConsistentlyWithTraining: 0 of 1, 0.0 % (0.0 % to 97.5 %)',
    );
    expect(text).toContain(
      '| classes-permuted | 2 | 50.0 % | 0 of 0 | 1 of 2 | classes-permuted 1, other-rows 1 |',
    );
    expect(text).toContain('| classes-permuted | 1 of 4, 25.0 %');
    expect(text).toContain('| classes-permuted | other-rows | 1 |');
    expect(text).toContain('- wrong: other-rows 0.80, classes-permuted 0.20');
    expect(text).toContain('- alarm: toPredictConsistentlyWithTraining');
  });
});
