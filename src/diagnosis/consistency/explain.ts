import type { Modes } from '../../probes/modes/Modes';
import type { BatchNormVerdict } from '../batchNorm/judgeBatchNorm';
import type { Cause, CauseId } from '../Cause';
import { causeText } from '../text/causeText';
import { remedyText } from '../text/remedyText';
import {
  type ConsistencyVerdict,
  isConsistent,
  type JudgedMetric,
  type NonFinite,
} from './ConsistencyVerdict';
import { openingSteps, type Step } from './ladderSteps';
import { movedThroughGap } from './movedThroughGap';

export interface Evidence {
  readonly modes: Modes;
  readonly verdict: ConsistencyVerdict;
  readonly batchNorm: BatchNormVerdict;
}

/**
 * The causes of a gap beyond tolerance, in either direction, the heaviest first; none where there is nothing to explain.
 * Each step of the ladder that opens a quarter of the gap or more is named by the experiment that tells its causes
 * apart, and is `undetermined` where none does.
 */
export function explain(evidence: Evidence): readonly Cause[] {
  const { modes, verdict } = evidence;
  if (verdict.kind === 'non-finite') return [nonFinite(modes, verdict.of)];
  const { metric } = verdict;
  if (Math.abs(metric.gap) <= metric.tolerance) return [];
  const causes = openingSteps(modes, metric).map((step) => causeOf(step, metric, evidence));
  // Whoever does better than promised, or is not at fault, need not wonder what it may have been.
  return isConsistent(verdict) ? causes.filter(({ id }) => id !== 'undetermined') : causes;
}

function causeOf(step: Step, metric: JudgedMetric, evidence: Evidence): Cause {
  switch (step.name) {
    case 'data':
      return dataCause(step.share, metric, evidence.modes);
    case 'noise':
      return stochasticLayer(step.share, metric, evidence.modes);
    case 'batch statistics':
      return undetermined(
        step.share,
        ['batchnorm-batch-noise', 'batchnorm-batch-composition'],
        causeText.batchDependent(evidence.modes),
      );
    case 'moving statistics':
      return movingStatisticsCause(step.share, metric, evidence);
  }
}

function dataCause(share: number, metric: JudgedMetric, modes: Modes): Cause {
  if (movedThroughGap(modes, metric)) {
    return {
      id: 'averaged-over-epoch',
      share,
      evidence: [causeText.averagedOverEpoch(metric)],
      remedy: [remedyText.compareAfterEpoch],
    };
  }
  if (modes.sameRows === false) {
    return { id: 'other-rows', share, evidence: [causeText.otherRows(modes)], remedy: [remedyText.sameRows] };
  }
  return undetermined(share, dataCandidates(modes), causeText.differsInTrainingMode(modes, metric));
}

function dataCandidates({ recording, sameWeights, noisy, batchNorm }: Modes): readonly CauseId[] {
  if (recording === undefined) {
    return [
      'averaged-over-epoch',
      'late-divergence',
      'other-rows',
      'preparation-mismatch',
      'rows-misaligned',
      'classes-permuted',
      'weights-not-loaded',
    ];
  }
  if (sameWeights === false) return ['weights-not-loaded', 'averaged-weights'];
  return [
    'late-divergence',
    // A seeded mask belongs to a place in the batch, which shuffled batchings change.
    ...(noisy ? (['stochastic-layer'] as const) : []),
    ...(batchNorm.length > 0 ? (['batchnorm-batch-composition'] as const) : []),
    'augmentation',
  ];
}

function stochasticLayer(share: number, metric: JudgedMetric, modes: Modes): Cause {
  return {
    id: 'stochastic-layer',
    share,
    evidence: [causeText.noise(modes, metric)],
    remedy: remedyText.noise(metric),
  };
}

function movingStatisticsCause(share: number, metric: JudgedMetric, { modes, batchNorm }: Evidence): Cause {
  if (batchNorm.kind === 'start values remain') {
    return {
      id: 'batchnorm-not-converged',
      share,
      evidence: causeText.startValuesRemain(batchNorm.red),
      remedy: remedyText.converge(batchNorm.red),
    };
  }
  // Converged to what noise makes of the inputs, and that is not what they are without noise.
  const shifted = batchNorm.layers.filter(
    (layer) => layer.converged && layer.populationDistance > layer.allowance,
  );
  if (modes.noisy && batchNorm.kind === 'converged' && shifted.length > 0) {
    return {
      id: 'stochastic-layer',
      share,
      evidence: [causeText.noiseShiftsStatistics(shifted)],
      remedy: remedyText.noise(metric),
    };
  }
  const candidates: readonly CauseId[] = [
    'batchnorm-not-converged',
    'batchnorm-lagging',
    'batchnorm-batch-noise',
    'batchnorm-outlier',
    modes.recording === undefined ? 'batchnorm-stats-lost' : 'batchnorm-batch-composition',
  ];
  return {
    ...undetermined(share, candidates, causeText.awayFromData(batchNorm.layers)),
    remedy: [remedyText.recalibrate(modes.recording !== undefined)],
  };
}

function undetermined(share: number, candidates: readonly CauseId[], seen: string): Cause {
  return {
    id: 'undetermined',
    share,
    candidates,
    evidence: [seen, causeText.candidates(candidates)],
    remedy: [remedyText.tellApart(candidates)],
  };
}

function nonFinite(modes: Modes, of: NonFinite): Cause {
  return {
    id: 'non-finite',
    share: 1,
    evidence: [causeText.nonFinite(modes, of)],
    remedy: remedyText.nonFinite(of),
  };
}
