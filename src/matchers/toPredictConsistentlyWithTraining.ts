import { inputError } from '../input/inputError';
import type { Data } from '../input/Data';
import * as rules from '../input/rules';
import type { ConsistencyVerdict, NonFinite } from '../diagnosis/consistency/ConsistencyVerdict';
import { type ConsistencyOptions, consistencyOf, consistencyRules } from '../diagnosis/diagnose';
import type { Diagnosis } from '../diagnosis/Diagnosis';
import { checkProbeOptions } from '../probes/subject/probeOptions';
import type { TrainOptions } from '../training/TrainOptions';
import { type Finding, modelMatcher } from './modelMatcher';
import { withSubject } from './withSubject';

const name = 'toPredictConsistentlyWithTraining';

export interface PredictConsistentlyOptions extends ConsistencyOptions {
  /** Trains a factory inside the matcher: the options of `train`. */
  readonly train?: TrainOptions;
}

/**
 * Passes when inference mode on the training data is no worse than what the fit reported: no accuracy by more than
 * `tolerance`, the loss by no more than `lossTolerance`.
 *
 * @example await expect(trained).toPredictConsistentlyWithTraining();
 */
export const toPredictConsistentlyWithTraining = modelMatcher(
  name,
  async (received, data, options = {}, { ifPasses }) => {
    checkProbeOptions(name, options, { ...consistencyRules, train: rules.object });
    const { train, ...judging } = options as PredictConsistentlyOptions;
    const rows = data as Data | undefined;

    const diagnosis = await withSubject(received, rows, train, name, (subject) =>
      consistencyOf(subject, rows, judging, name, { explains: ifPasses }),
    );

    return findingOf(diagnosis);
  },
);

function findingOf(diagnosis: Diagnosis): Finding {
  const { verdict } = diagnosis;
  if (verdict.kind === 'non-finite') throw nothingToJudge(verdict, diagnosis);
  const { metric } = verdict;
  return {
    pass: diagnosis.consistent,
    text: () => diagnosis.toString(),
    expected: { [metric.name]: metric.promised },
    actual: { [metric.name]: metric.predicted },
  };
}

const subjects: Readonly<Record<NonFinite, string>> = {
  predictions: 'The prediction',
  weights: 'A weight',
  'fit-time metrics': 'The promise',
  metrics: 'A metric',
};

/** NaN is neither consistent nor inconsistent: an error, under `.not` too. */
function nothingToJudge(
  { of }: Extract<ConsistencyVerdict, { kind: 'non-finite' }>,
  diagnosis: Diagnosis,
): TypeError {
  const [cause] = diagnosis.causes;
  return inputError({
    what: `${subjects[of]} of the model given to ${name}`,
    given: `not finite: ${cause!.evidence[0]!.replace(/\.$/, '')}`,
    allowed: 'finite numbers: NaN can be held against nothing',
    next: cause!.remedy[0]!,
  });
}
