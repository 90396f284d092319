import type { Data } from '../input/Data';
import * as rules from '../input/rules';
import { modesOf, type ModesOptions, modesRules } from '../probes/modes/measureModes';
import { checkProbeOptions } from '../probes/subject/probeOptions';
import type { ModelSubject } from '../probes/subject/subjectOf';
import { judgeConsistency } from './consistency/judgeConsistency';
import { keepsPromise, repairsFor } from './consistency/repairsFor';
import { defaultTolerances, type Tolerances } from './consistency/Tolerances';
import { inputError } from '../input/inputError';
import type { Modes } from '../probes/modes/Modes';
import { type Diagnosis, diagnosisOf } from './Diagnosis';

export interface ConsistencyOptions extends ModesOptions {
  /** What an accuracy-like metric may be worse by, absolute. Default: 0.05. */
  readonly tolerance?: number;
  /**
   * What the loss may be worse by, as a share of the loss of the best constant prediction. Default: 0.10. For a loss of your
   * own it is absolute, and has to be given.
   */
  readonly lossTolerance?: number;
}

export const consistencyRules = {
  ...modesRules,
  tolerance: rules.fraction,
  lossTolerance: rules.notNegative,
};

function tolerancesIn({ tolerance, lossTolerance }: ConsistencyOptions): Tolerances {
  return { accuracy: tolerance ?? defaultTolerances.accuracy, loss: lossTolerance ?? defaultTolerances.loss };
}

/**
 * Why a model predicts something else than it learned: the mode ladder, the gap split over its steps, the BatchNorm
 * layers, and the causes with evidence and remedy; as data and, through `toString`, as text.
 *
 * @param subject a model from `train`; or a layers model, or the path of a saved one, with `recording`, `fitTime` or `history` where no
 *   recording lies beside it
 * @param data the rows. Default: those that the subject was trained on
 * @throws TypeError for data, options or models that cannot be measured
 *
 * @example console.log(String(await diagnose(trained)));
 */
export async function diagnose(
  subject: ModelSubject,
  data?: Data,
  options: ConsistencyOptions = {},
): Promise<Diagnosis> {
  checkProbeOptions('diagnose', options, consistencyRules);
  return consistencyOf(subject, data, options, 'diagnose', { explains: true });
}

/**
 * `diagnose` for a caller that has checked the options and speaks under its own name.
 *
 * @param explains whether the caller wants the explanation also where the promise is kept; else the diagnosis of such a model says that it
 *   is, and nothing of other modes than inference mode
 */
export async function consistencyOf(
  received: unknown,
  data: Data | undefined,
  options: ConsistencyOptions,
  where: string,
  { explains }: { readonly explains: boolean },
): Promise<Diagnosis> {
  const tolerances = tolerancesIn(options);
  const isKept = (modes: Modes): boolean =>
    ['kept', 'other rows'].includes(judgeConsistency(modes, tolerances).kind);
  const modes = await modesOf(received, data, options, where, {
    isEnough: explains ? undefined : isKept,
    repairs: (each) => repairsFor(each, tolerances),
    keeps: (each) => keepsPromise(each, tolerances),
  });
  checkLossTolerance(modes, options, where);
  return diagnosisOf(modes, tolerances);
}

function checkLossTolerance(
  { lossScales }: Modes,
  { lossTolerance }: ConsistencyOptions,
  where: string,
): void {
  const unknown = Object.keys(lossScales).find((name) => lossScales[name] === undefined);
  if (unknown === undefined || lossTolerance !== undefined) return;
  throw inputError({
    what: `The option \`lossTolerance\` of ${where}`,
    given: `missing, and \`${unknown}\` is a function whose scale nobody knows`,
    allowed: 'what that loss may be worse by in inference mode, in its own units',
    next: 'pass { lossTolerance: 0.02 } (whichever matters to you), or a loss of TensorFlow.js by name',
  });
}
