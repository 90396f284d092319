import type { Modes, Repaired } from '../../probes/modes/Modes';
import { judgeBatchNorm } from '../batchNorm/judgeBatchNorm';
import type { Cause } from '../Cause';
import { causeText } from '../text/causeText';
import { repeatedText } from '../text/repeatedText';
import { remedyText } from '../text/remedyText';
import { batchStatisticsCause } from './causes/batchStatisticsCause';
import { dataCauses } from './causes/dataCause';
import { findings } from './causes/findings';
import { otherEngine } from './causes/otherEngine';
import { noiseCause } from './causes/noiseCause';
import { repairedData } from './causes/repairedData';
import { judgeConsistency } from './judgeConsistency';
import { movingStatisticsCause } from './causes/movingStatisticsCause';
import { isConsistent, type JudgedMetric, type NonFinite } from './ConsistencyVerdict';
import type { Evidence } from './Evidence';
import { judgedMetrics } from './judgedMetrics';
import { provenRepair } from './provenRepair';
import { namedShare, openingSteps, type Step } from './ladderSteps';
import type { Tolerances } from './Tolerances';

/**
 * The causes of a gap beyond tolerance, in either direction, the heaviest first, and after them what was found beside it.
 * Each step of the ladder that opens a quarter of the gap or more is named by the experiment that tells its causes apart, and is
 * `undetermined` where none does.
 */
export function explain(evidence: Evidence, tolerances: Tolerances): readonly Cause[] {
  const { modes, verdict } = evidence;
  if (verdict.kind === 'non-finite') return [nonFinite(modes, verdict.of)];
  const repaired = provenRepair(modes, tolerances);
  const causes = merged(
    repaired === undefined
      ? causesOfGap(verdict.metric, evidence)
      : causesOfData(verdict.metric, modes, repaired, tolerances),
  );
  const beside = findings(modes, judgedMetrics(modes, tolerances));
  return [...causes, ...beside.filter(({ id }) => !causes.some((cause) => cause.id === id))];
}

/** The data at fault have the share of the gap that their repair closes; what is left is explained on repaired rows. */
function causesOfData(
  metric: JudgedMetric,
  { classNames }: Modes,
  { repair, rivals, modes }: Repaired,
  tolerances: Tolerances,
): readonly Cause[] {
  const left = judgedMetrics(modes, tolerances).find(({ name }) => name === metric.name)!;
  const share = left.gap / metric.gap;
  const verdict = judgeConsistency(modes, tolerances);
  const evidence = { modes, verdict, batchNorm: judgeBatchNorm(modes.batchNorm) };
  // What is better than promised on repaired rows needs no cause.
  const isOpen = verdict.kind !== 'non-finite' && left.gap > left.tolerance;
  const rest = isOpen ? causesOfGap(left, evidence) : [];
  return [
    repairedData(1 - share, [repair, ...rivals], classNames),
    ...rest.map((cause) => ({ ...cause, share: cause.share * share })),
  ];
}

function causesOfGap(metric: JudgedMetric, evidence: Evidence): readonly Cause[] {
  const { modes, verdict } = evidence;
  if (Math.abs(metric.gap) <= metric.tolerance) return [];
  if (modes.repeated?.differs === true)
    return [{ id: 'random-inference', share: 1, ...repeatedText.random(modes) }];
  const ofEngine = otherEngine(metric, modes);
  const harmless = harmlessCause(metric, evidence);
  if (ofEngine === undefined && harmless !== undefined) return [harmless];
  const rest = 1 - (ofEngine?.share ?? 0);
  const causes = openingSteps(modes, metric)
    .map((step) => ({ ...step, share: step.share * rest }))
    .filter(({ share }) => share >= namedShare)
    .flatMap((step) => causesOfStep(step, metric, evidence));
  if (ofEngine !== undefined) return [ofEngine, ...causes];
  // Whoever does better than promised, or is not at fault, need not wonder what it may have been.
  return isConsistent(verdict) ? causes.filter(({ id }) => id !== 'undetermined') : causes;
}

/** The gaps that are no fault, and which no step of the ladder explains. */
function harmlessCause(metric: JudgedMetric, { modes, verdict }: Evidence): Cause | undefined {
  const withinNoise = (seen: string): Cause => ({
    id: 'within-noise',
    share: 1,
    evidence: [seen],
    remedy: [remedyText.moreRows],
  });
  switch (verdict.kind) {
    case 'single row lost':
      return withinNoise(causeText.singleRow(modes));
    case 'within batch noise':
      return withinNoise(causeText.batchLuck(modes, metric));
    case 'within margin': {
      const seen = [causeText.withinMargin(modes, metric)];
      return { id: 'within-margin', share: 1, evidence: seen, remedy: [remedyText.margin] };
    }
    default:
      return undefined;
  }
}

function causesOfStep(step: Step, metric: JudgedMetric, evidence: Evidence): readonly Cause[] {
  const { modes } = evidence;
  switch (step.name) {
    case 'data':
      return dataCauses(step.share, metric, modes);
    case 'noise':
      return [noiseCause(step.share, metric, modes)];
    case 'batch statistics':
      return [batchStatisticsCause(step.share, modes)];
    case 'moving statistics':
      return [movingStatisticsCause(step.share, metric, evidence)];
  }
}

/** One cause that opens several steps is named once, with their shares together. */
function merged(causes: readonly Cause[]): readonly Cause[] {
  const byId = new Map<string, Cause>();
  for (const cause of causes) {
    const before = byId.get(cause.id);
    byId.set(cause.id, before === undefined ? cause : { ...before, share: before.share + cause.share });
  }
  return [...byId.values()].sort((a, b) => b.share - a.share);
}

function nonFinite(modes: Modes, of: NonFinite): Cause {
  return {
    id: 'non-finite',
    share: 1,
    evidence: [causeText.nonFinite(modes, of)],
    remedy: remedyText.nonFinite(of),
  };
}
