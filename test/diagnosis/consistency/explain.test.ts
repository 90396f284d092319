import { describe, expect, test } from '@jest/globals';
import type { CauseId } from '../../../src/diagnosis/Cause';
import { diagnosisOf } from '../../../src/diagnosis/Diagnosis';
import type { Modes } from '../../../src/probes/modes/Modes';
import {
  modesKept,
  modesOfNaN,
  modesOfOtherRows,
  modesOfTheCase,
  modesOfTwoCauses,
  modesOfUnknownCause,
  trappedLayers,
} from '../../builders/exampleModes';
import { measurementWith, modesWith, recordingWith } from '../../builders/modesWith';

const causesOf = (modes: Modes): [CauseId, number][] =>
  diagnosisOf(modes).causes.map(({ id, share }) => [id, Math.round(share * 1000) / 1000]);
const candidatesOf = (modes: Modes): readonly CauseId[] | undefined =>
  diagnosisOf(modes).causes[0]?.candidates;

describe('explain', () => {
  test('names moving statistics that have not converged', () => {
    expect(causesOf(modesOfTheCase)).toEqual([['batchnorm-not-converged', 1]]);
  });

  test('names two causes with shares that sum to 1', () => {
    expect(causesOf(modesOfTwoCauses)).toEqual([
      ['stochastic-layer', 0.5],
      ['batchnorm-not-converged', 0.5],
    ]);
  });

  test('names the heavier cause first, and leaves out a step of less than a quarter, whose share stays open', () => {
    const modes = modesWith({
      ladder: { accuracy: [1, 0.94, 0.64, 0.64, 0.2] },
      batchNorm: trappedLayers.slice(0, 1),
    });
    expect(causesOf(modes)).toEqual([
      ['batchnorm-not-converged', 0.55],
      ['stochastic-layer', 0.375],
    ]);
    // 0.06 of 0.8: the rest, which is not named.
    expect(1 - 0.55 - 0.375).toBeCloseTo(0.06 / 0.8, 9);
  });

  test('gives a share above 1 to a step that another one makes up for', () => {
    const modes = modesWith({
      ladder: { accuracy: [1, 1, 1, 0.4, 0.6] },
      batchNorm: trappedLayers.slice(0, 1),
    });
    expect(causesOf(modes)).toEqual([['batchnorm-batch-noise', 1.5]]);
  });

  test('names statistics that have converged to inputs with noise', () => {
    const shifted = measurementWith({
      updates: 2000,
      moving: [5, 4],
      settled: [5, 4],
      population: [5, 1],
    });
    const modes = modesWith({ ladder: { accuracy: [1, 1, 1, 1, 0.5] }, batchNorm: [shifted] });
    expect(causesOf(modes)).toEqual([['stochastic-layer', 1]]);
  });

  test('names other rows where the gap opens at once', () => {
    expect(causesOf(modesOfOtherRows)).toEqual([['other-rows', 1]]);
  });

  test('names a fit-time metric that is a mean over weights that moved', () => {
    const metrics = (accuracy: number): { size: number; metrics: { accuracy: number } } => ({
      size: 50,
      metrics: { accuracy },
    });
    const modes = modesWith({ ladder: { accuracy: [0.6, 0.9, 0.9, 0.9, 0.9] } });
    const moved = { ...modes, recording: { ...modes.recording!, lastEpoch: [metrics(0.4), metrics(0.8)] } };
    expect(causesOf(moved)).toEqual([['averaged-over-epoch', 1]]);
    expect(diagnosisOf(moved).consistent).toBe(true);
  });

  test('names NaN and nothing else', () => {
    expect(causesOf(modesOfNaN)).toEqual([['non-finite', 1]]);
  });

  test('names nothing where there is nothing to explain', () => {
    expect(causesOf(modesKept)).toEqual([]);
  });

  test('names no open question where the model does better than promised', () => {
    expect(causesOf(modesWith({ ladder: { accuracy: [0.5, 0.9, 0.9, 0.9, 0.9] } }))).toEqual([]);
  });

  test.each([
    ['a recording', { noisy: false }, ['late-divergence', 'augmentation']],
    ['a recording of a model with noise', {}, ['late-divergence', 'stochastic-layer', 'augmentation']],
    [
      'other weights than the recorded ones',
      { sameWeights: false },
      ['weights-not-loaded', 'averaged-weights'],
    ],
  ] as const)('is undetermined between what %s leaves open', (_what, more, candidates) => {
    const modes = { ...modesOfUnknownCause, ...more };
    expect(causesOf(modes)).toEqual([['undetermined', 1]]);
    expect(candidatesOf(modes)).toEqual(candidates);
  });

  test('names statistics that lag where start values and noise are gone, and rows and weights are those of the fit', () => {
    const late = measurementWith({ updates: 2000, moving: [5, 1], settled: [9, 1] });
    const modes = modesWith({ ladder: { accuracy: [1, 1, 1, 1, 0.5] }, batchNorm: [late] });
    expect(causesOf(modes)).toEqual([['batchnorm-lagging', 1]]);
    const unrecorded = { ...modes, sameRows: undefined, sameWeights: undefined, recording: undefined };
    expect(causesOf(unrecorded)).toEqual([['undetermined', 1]]);
    expect(candidatesOf(unrecorded)).toContain('batchnorm-lagging');
  });

  test.each([
    // 100 updates are one memory at momentum 0.99; 4 are left to go.
    ['stood still', 1900, 5, 'augmentation'],
    ['came a step of the 4 that are left', 1900, 4, 'augmentation'],
    ['came 3 of the 4 that are left', 1900, 2, 'undetermined'],
    ['came an eighth in a fifth of their memory', 1980, 4.5, 'undetermined'],
    ['went the other way', 1900, 9, 'augmentation'],
  ])(
    'says whether statistics that %s lag, or are of the other inputs that the fit saw',
    (_, updates, meanBefore, id) => {
      const epochs = [{ accuracy: 1 }];
      const recording = recordingWith({
        epochs,
        changes: { inputs: true, targets: false },
        movingStatistics: [
          { updates, layers: [[meanBefore, 1]] },
          { updates: 2000, layers: [[5, 1]] },
        ],
      });
      const late = measurementWith({ updates: 2000, moving: [5, 1], settled: [9, 1] });
      const modes = modesWith({ ladder: { accuracy: [1, 1, 1, 1, 0.5] }, batchNorm: [late], recording });
      expect(causesOf(modes)).toEqual([[id, 1]]);
      if (id === 'undetermined') expect(candidatesOf(modes)).toEqual(['augmentation', 'batchnorm-lagging']);
    },
  );

  describe('of a map of inputs that keeps the promise, where nobody knows the rows', () => {
    const [away, there] = [
      measurementWith({ updates: undefined, moving: [0, 1], settled: [0, 9] }),
      measurementWith({ updates: undefined, moving: [0, 1], settled: [0, 1] }),
    ];
    const repairedTo = (inTraining: number, before: readonly (typeof away)[], after = before): Modes => {
      const unknown = { sameRows: undefined, sameWeights: undefined, recording: undefined };
      const rest = { ...unknown, batchNorm: before };
      const repaired = modesWith({
        ladder: { accuracy: [1, 1, 1, 1, 1] },
        ...unknown,
        batchNorm: after,
      });
      return modesWith({
        ladder: { accuracy: [1, inTraining, inTraining, inTraining, 0.92] },
        ...rest,
        repaired: {
          repair: { kind: 'inputs', map: 'divide by 255', input: undefined, isPadding: false },
          rivals: [],
          modes: repaired,
        },
      });
    };

    test.each([
      ['no BatchNorm', 0.92, [], []],
      ['statistics that it brings where they belong', 1, [away], [there]],
      ['training mode that breaks the promise without it', 0.5, [away], [away]],
    ])('proves it with %s', (_, inTraining, before, after) => {
      expect(causesOf(repairedTo(inTraining, before, after))[0]![0]).toBe('preparation-mismatch');
    });

    test.each([
      [0.97, false],
      [0.94, true],
    ])('of targets proves nothing where training mode keeps it without: %d', (inTraining, isProven) => {
      const modes = repairedTo(inTraining, [there]);
      const repair = { kind: 'order', order: { kind: 'shifted', by: 1 } } as const;
      const [cause] = causesOf({ ...modes, repaired: { ...modes.repaired!, repair } });
      expect(cause![0] === 'rows-misaligned').toBe(isProven);
    });

    test.each([
      ['statistics that it leaves where they were', [away], [away]],
      ['statistics that were right without it', [there], [there]],
    ])('proves nothing with %s', (_, before, after) => {
      expect(causesOf(repairedTo(1, before, after)).map(([id]) => id)).not.toContain('preparation-mismatch');
    });
  });
});
