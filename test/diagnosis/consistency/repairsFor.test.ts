import { describe, expect, test } from '@jest/globals';
import { repairsFor } from '../../../src/diagnosis/consistency/repairsFor';
import { defaultTolerances } from '../../../src/diagnosis/consistency/Tolerances';
import type { Modes } from '../../../src/probes/modes/Modes';
import { modesWith } from '../../builders/modesWith';

const modes = (inTraining: number, rest: Partial<Modes> = {}): Modes => {
  const ladder = { accuracy: [1, inTraining, inTraining, inTraining, 0.5] };
  return { ...modesWith({ ladder, sameRows: undefined, recording: undefined }), ...rest };
};

describe('data are looked at for repairs', () => {
  test.each([
    ['where training mode breaks the promise too', modes(0.5), 'all'],
    ['not where it keeps it, and no BatchNorm stands between', modes(0.97), 'none'],
    ['where it keeps it, and these are known to be other rows', modes(0.97, { sameRows: false }), 'all'],
    ['not where they are those of the fit', modes(0.5, { sameRows: true }), 'none'],
    [
      'not where predictions differ from time to time',
      modes(0.5, { repeated: { differs: true, withoutMemory: undefined } }),
      'none',
    ],
  ])('%s', (_, seen, repairs) => {
    expect(repairsFor(seen, defaultTolerances)).toBe(repairs);
  });
});
