import type { Modes, Rung } from '../probes/modes/Modes';
import type { LayerJudgement } from './batchNorm/LayerJudgement';
import { judgeBatchNorm } from './batchNorm/judgeBatchNorm';
import type { Cause } from './Cause';
import { type ConsistencyVerdict, isConsistent } from './consistency/ConsistencyVerdict';
import { explain } from './consistency/explain';
import { judgeConsistency } from './consistency/judgeConsistency';
import { defaultTolerances, type Tolerances } from './consistency/Tolerances';
import { jsonSafe } from './jsonSafe';
import { htmlOf } from '../page/htmlOf';
import { pageOf } from './page/pageOf';
import { consistencyText } from './text/consistencyText';

/** What a model does against what its training promised, step by step, and why. */
export interface Diagnosis {
  /** Whether inference mode keeps the promise of the fit. */
  readonly consistent: boolean;
  readonly verdict: ConsistencyVerdict;
  /** Fit time first, inference mode last. */
  readonly ladder: readonly Rung[];
  /**
   * Heaviest first; a gap that is no fault is explained as well. After them, with a share of 0, what was found beside the gap:
   * numbers of `fit` that mean something else, frozen layers that moved.
   */
  readonly causes: readonly Cause[];
  readonly batchNorm: readonly LayerJudgement[];
  /** What a matcher prints. */
  toString(): string;
  /**
   * A page in one file, which asks for nothing from elsewhere: ladder, causes, statistics of every BatchNorm layer, and the epochs of the fit
   * where there is a recording, as charts and as tables; light or dark as the reader has it.
   *
   * @example writeFileSync('diagnosis.html', diagnosis.toHTML());
   */
  toHTML(): string;
  /** Finite numbers and strings, small, the same for the same numbers. */
  toJSON(): unknown;
}

/** Turns measured modes into a diagnosis; knows no model and no tensor. */
export function diagnosisOf(modes: Modes, tolerances: Tolerances = defaultTolerances): Diagnosis {
  const verdict = judgeConsistency(modes, tolerances);
  const batchNorm = judgeBatchNorm(modes.batchNorm);
  const causes = explain({ modes, verdict, batchNorm }, tolerances);
  const data = {
    consistent: isConsistent(verdict),
    verdict,
    ladder: modes.ladder,
    causes,
    batchNorm: batchNorm.layers,
  };
  const toText = (): string => consistencyText({ modes, verdict, causes });
  return {
    ...data,
    toString: toText,
    toHTML: () => htmlOf(pageOf({ modes, tolerances, text: toText(), ...data })),
    toJSON: () => jsonSafe(data),
  };
}
