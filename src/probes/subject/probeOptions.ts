import { checkOptions, type OptionRule } from '../../input/checkOptions';
import { given } from '../../input/given';
import { inputError } from '../../input/inputError';
import * as rules from '../../input/rules';
import { FitRecorder } from '../recording/FitRecorder';
import { isRecording } from '../recording/recordTraining';
import type { Recording } from '../recording/Recording';

/** How a probe draws its batches. */
export interface ProbeOptions {
  /** The recording of the fit, or the recorder that made it. Default: the one that the subject carries. */
  readonly recording?: Recording | FitRecorder;
  /** Rows in a batch, as in the fit. Default: the recording's. */
  readonly batchSize?: number;
  /** Shuffled batchings that are measured in training mode. Default: 3. */
  readonly batchings?: number;
  /** Seed of the batchings and of dropout. Default: 1. */
  readonly seed?: number;
}

export const probeRules: Readonly<Record<keyof ProbeOptions, OptionRule>> = {
  recording: rules.object,
  batchSize: rules.positiveInteger,
  batchings: rules.positiveInteger,
  seed: rules.seed,
};

/** How batches are drawn where the options say nothing. An option that is there but undefined counts as left out. */
export function plannedWith({ batchings, seed }: ProbeOptions): {
  readonly batchings: number;
  readonly seed: number;
} {
  return { batchings: batchings ?? 3, seed: seed ?? 1 };
}

/** Refuses what `checkOptions` refuses, under the rules of every probe and `more`. */
export function checkProbeOptions(
  where: string,
  options: unknown,
  more: Readonly<Record<string, OptionRule>> = {},
): void {
  checkOptions(where, options, { ...more, ...probeRules });
}

/** The recording that an option names: a recording, or a recorder whose fit has ended. */
export function recordingIn(option: unknown, where: string): Recording | undefined {
  if (option === undefined) return undefined;
  if (option instanceof FitRecorder) return option.recording;
  if (isRecording(option)) return option;
  throw inputError({
    what: `The option \`recording\` of ${where}`,
    given: given(option),
    allowed: 'a recorder from recordTraining, or a recording read by recordTraining.fromJSON',
    next: 'pass the recorder that fit was given as a callback',
  });
}
