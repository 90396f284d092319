import { describe, expect, test } from '@jest/globals';
import { judgeConsistency } from '../../../src/diagnosis/consistency/judgeConsistency';
import type { Modes } from '../../../src/probes/modes/Modes';
import { modesWith, recordingWith } from '../../builders/modesWith';

const flat = (fit: number, below: number): number[] => [fit, below, below, below, below];
/** Agrees with the fit until the last rung. */
const drop = (fit: number, inference: number): number[] => [fit, fit, fit, fit, inference];

interface Case {
  readonly name: string;
  readonly modes: Modes;
  readonly verdict: string;
  readonly of?: string;
}

const halves = (earlier: number, later: number): Pick<Modes, 'recording'> => ({
  recording: recordingWith({
    epochs: [{ accuracy: (earlier + later) / 2, loss: 0 }],
    lastEpoch: [
      { size: 50, metrics: { accuracy: earlier, loss: 0 } },
      { size: 50, metrics: { accuracy: later, loss: 0 } },
    ],
  }),
});

const cases: readonly Case[] = [
  {
    name: 'an accuracy that is worse by exactly the tolerance',
    // In binary 1 - 0.95 is a little more than 0.05.
    modes: modesWith({ ladder: { accuracy: drop(1, 0.95) } }),
    verdict: 'kept',
  },
  {
    name: 'an accuracy that is worse by a row more than the tolerance',
    modes: modesWith({ ladder: { accuracy: drop(0.95, 0.89) } }),
    verdict: 'broken',
    of: 'accuracy',
  },
  {
    name: 'an accuracy that is better than promised',
    modes: modesWith({ ladder: { accuracy: drop(0.5, 1) } }),
    verdict: 'kept',
  },
  {
    name: 'a loss that is worse by exactly a tenth of the constant loss',
    modes: modesWith({ ladder: { loss: drop(0.2, 0.4) }, lossScale: 2 }),
    verdict: 'kept',
  },
  {
    name: 'a loss that is worse by more than a tenth of the constant loss',
    modes: modesWith({ ladder: { loss: drop(0.2, 0.41) }, lossScale: 2 }),
    verdict: 'broken',
    of: 'loss',
  },
  {
    name: 'a loss that is worse although accuracy stays',
    modes: modesWith({ ladder: { accuracy: drop(1, 1), loss: drop(0, 0.5) } }),
    verdict: 'broken',
    of: 'loss',
  },
  {
    name: 'a loss that is worse while accuracy is better',
    modes: modesWith({ ladder: { accuracy: drop(0.9, 0.91), loss: drop(0, 0.5) } }),
    verdict: 'kept',
  },
  {
    name: 'an accuracy and a loss that are both worse, by the accuracy',
    modes: modesWith({ ladder: { accuracy: drop(1, 0.3), loss: drop(0, 9) } }),
    verdict: 'broken',
    of: 'accuracy',
  },
  {
    name: 'a single row of three that training mode loses too in some batching',
    modes: modesWith({ rows: 3, ladder: { accuracy: drop(1, 2 / 3) }, keptInTraining: { accuracy: 0 } }),
    verdict: 'single row lost',
  },
  {
    name: 'a single row of three that training mode keeps in every batching',
    modes: modesWith({ rows: 3, ladder: { accuracy: drop(1, 2 / 3) }, keptInTraining: { accuracy: 1 } }),
    verdict: 'broken',
    of: 'accuracy',
  },
  {
    name: 'two rows of three',
    modes: modesWith({ rows: 3, ladder: { accuracy: drop(1, 1 / 3) }, keptInTraining: { accuracy: 0 } }),
    verdict: 'broken',
    of: 'accuracy',
  },
  {
    name: 'a single row that is lost, the loss being worse too',
    modes: modesWith({
      rows: 3,
      ladder: { accuracy: drop(1, 2 / 3), loss: drop(0, 5) },
      keptInTraining: { accuracy: 0 },
    }),
    verdict: 'broken',
    of: 'loss',
  },
  {
    name: 'weights that moved through the gap in the last epoch',
    modes: modesWith({ ladder: { accuracy: flat(0.8, 0.6) }, ...halves(0.9, 0.7) }),
    verdict: 'averaged over the epoch',
  },
  {
    name: 'weights that moved, but not in the direction of the gap',
    modes: modesWith({ ladder: { accuracy: flat(0.8, 0.6) }, ...halves(0.7, 0.9) }),
    verdict: 'broken',
    of: 'accuracy',
  },
  {
    name: 'weights that moved less than half of the gap',
    modes: modesWith({ ladder: { accuracy: flat(0.8, 0.6) }, ...halves(0.84, 0.76) }),
    verdict: 'broken',
    of: 'accuracy',
  },
  {
    name: 'weights that moved, while training mode disagrees with predict',
    modes: modesWith({ ladder: { accuracy: drop(0.8, 0.6) }, ...halves(0.9, 0.7) }),
    verdict: 'broken',
    of: 'accuracy',
  },
  {
    name: 'weights that moved and are not the recorded ones any more',
    modes: modesWith({ ladder: { accuracy: flat(0.8, 0.6) }, ...halves(0.9, 0.7), sameWeights: false }),
    verdict: 'broken',
    of: 'accuracy',
  },
  {
    name: 'one batch an epoch, the epochs falling through the gap',
    modes: modesWith({
      ladder: { accuracy: flat(0.8, 0.6) },
      recording: recordingWith({
        epochs: [{ accuracy: 1 }, { accuracy: 0.8 }],
        lastEpoch: [{ size: 100, metrics: { accuracy: 0.8 } }],
      }),
    }),
    verdict: 'averaged over the epoch',
  },
  {
    name: 'one epoch of one batch, which shows nothing',
    modes: modesWith({
      ladder: { accuracy: flat(0.8, 0.6) },
      recording: recordingWith({
        epochs: [{ accuracy: 0.8 }],
        lastEpoch: [{ size: 100, metrics: { accuracy: 0.8 } }],
      }),
    }),
    verdict: 'broken',
    of: 'accuracy',
  },
  {
    name: 'other rows that chance explains once in 200 times: 15 of 20 at a promise of 0.99',
    modes: modesWith({ rows: 20, sameRows: false, ladder: { accuracy: flat(0.99, 0.75), loss: flat(0, 9) } }),
    verdict: 'other rows',
  },
  {
    name: 'other rows that chance does not explain: 12 of 20 at a promise of 0.99',
    modes: modesWith({ rows: 20, sameRows: false, ladder: { accuracy: flat(0.99, 0.6), loss: flat(0, 9) } }),
    verdict: 'broken',
    of: 'accuracy',
  },
  {
    name: 'the loss of other rows, which is not judged',
    modes: modesWith({ sameRows: false, ladder: { loss: flat(0, 99) } }),
    verdict: 'other rows',
  },
  {
    name: 'predictions of NaN',
    modes: modesWith({ ladder: { accuracy: drop(0.3, 0.3) }, nonFiniteRows: [0] }),
    verdict: 'non-finite',
  },
  {
    name: 'a promise of NaN',
    modes: modesWith({ ladder: { accuracy: drop(0.3, 0.3), loss: drop(NaN, 0.1) } }),
    verdict: 'non-finite',
  },
  {
    name: 'a promise of Infinity',
    modes: modesWith({ ladder: { loss: drop(Infinity, 0.1) } }),
    verdict: 'non-finite',
  },
  {
    name: 'a loss of NaN from finite predictions',
    modes: modesWith({ ladder: { loss: drop(0.1, NaN) } }),
    verdict: 'non-finite',
  },
];

describe('judgeConsistency', () => {
  test.each(cases)('calls $name: $verdict', ({ modes, verdict, of }) => {
    const found = judgeConsistency(modes);
    expect(found.kind).toBe(verdict);
    if (of !== undefined && 'metric' in found) expect(found.metric.name).toBe(of);
  });

  test('takes the tolerances that it is given', () => {
    const modes = modesWith({ ladder: { accuracy: drop(1, 0.8), loss: drop(0, 0.5) } });
    expect(judgeConsistency(modes, { accuracy: 0.2, loss: 0.5 }).kind).toBe('kept');
    expect(judgeConsistency(modes, { accuracy: 0.2, loss: 0.4 }).kind).toBe('broken');
    expect(judgeConsistency(modes, { accuracy: 0.1, loss: 0.5 }).kind).toBe('broken');
    const equal = modesWith({ ladder: { accuracy: drop(1, 1) } });
    expect(judgeConsistency(equal, { accuracy: 0, loss: 0 }).kind).toBe('kept');
  });
});

describe('what is no fault', () => {
  const spreadOf = (modes: Modes, spread: Record<string, number>): Modes => ({
    ...modes,
    ladder: modes.ladder.map((rung) => (rung.rung === 'training-mode' ? { ...rung, spread } : rung)),
  });
  const lucky = modesWith({ ladder: { accuracy: [0.9, 0.8, 0.8, 0.8, 0.78] } });

  test('a promise within what other batches give, where training mode agrees with predict', () => {
    expect(judgeConsistency(spreadOf(lucky, { accuracy: 0.12 })).kind).toBe('within batch noise');
    expect(judgeConsistency(spreadOf(lucky, { accuracy: 0.08 })).kind).toBe('broken');
  });

  test('but not where predict is worse than training mode, however much batches differ', () => {
    const trapped = modesWith({ ladder: { accuracy: [0.9, 0.8, 0.8, 0.8, 0.7] } });
    expect(judgeConsistency(spreadOf(trapped, { accuracy: 0.3 })).kind).toBe('broken');
  });

  test('decisions that hang on rounding, if the loss is as promised', () => {
    const tied = (loss: number): Modes => ({
      ...modesWith({ ladder: { accuracy: [1, 0.5, 0.5, 0.5, 0.5], loss: [0.7, 0.7, 0.7, 0.7, loss] } }),
      withinMargin: { accuracy: 0.98 },
    });
    expect(judgeConsistency(tied(0.7)).kind).toBe('within margin');
    expect(judgeConsistency(tied(1.2)).kind).toBe('broken');
  });

  test('without a loss only as many as one row in fifty', () => {
    const tied = (predicted: number): Modes => ({
      ...modesWith({ ladder: { accuracy: [1, predicted, predicted, predicted, predicted] } }),
      withinMargin: { accuracy: 0.96 },
    });
    expect(judgeConsistency(tied(0.94)).kind).toBe('within margin');
    expect(judgeConsistency(tied(0.9)).kind).toBe('broken');
  });

  test('a loss that rose with an accuracy that got better, than promised and than in training mode', () => {
    const rose = (training: number, lossScale = 3): Modes =>
      modesWith({
        lossScale,
        ladder: { accuracy: [0.4, training, training, training, 0.45], loss: [1, 1, 1, 1, 2] },
      });
    expect(judgeConsistency(rose(0.42)).kind).toBe('kept');
    expect(judgeConsistency(rose(0.45)).kind).toBe('broken');
    expect(judgeConsistency(rose(0.54)).kind).toBe('broken');
    // Worse than a constant prediction: whatever the accuracy is.
    expect(judgeConsistency(rose(0.42, 1.5)).kind).toBe('broken');
  });
});

describe('several outputs', () => {
  const outputOf = { a_accuracy: 'a', a_loss: 'a', b_loss: 'b' };
  const several = (b: number): Modes => ({
    ...modesWith({
      ladder: {
        a_accuracy: [0.8, 0.9, 0.9, 0.9, 0.9],
        a_loss: [1, 1, 1, 1, 1],
        b_loss: [0.1, 0.1, 0.1, 0.1, b],
        loss: [1.1, 1.1, 1.1, 1.1, 1 + b],
      },
    }),
    accuracies: ['a_accuracy'],
    lossScales: { a_loss: 1, b_loss: 0.2, loss: 1.2 },
    keptInTraining: { a_accuracy: 0 },
    withinMargin: { a_accuracy: 0.9 },
    outputOf,
  });

  test('each is held to its own promise: one loss that rose is not forgiven for the accuracy of another output', () => {
    expect(judgeConsistency(several(0.1)).kind).toBe('kept');
    const verdict = judgeConsistency(several(0.15));
    expect([verdict.kind, 'metric' in verdict && verdict.metric.name]).toEqual(['broken', 'b_loss']);
  });
});
