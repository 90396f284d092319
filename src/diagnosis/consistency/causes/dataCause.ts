import type { Modes } from '../../../probes/modes/Modes';
import type { Cause, CauseId } from '../../Cause';
import { causeText } from '../../text/causeText';
import { remedyText } from '../../text/remedyText';
import { repairText } from '../../text/repairText';
import { repeatedText } from '../../text/repeatedText';
import { isInOneOrder } from '../batchOrder';
import type { JudgedMetric } from '../ConsistencyVerdict';
import { isWithinSpread, metricsOn, worseningFrom } from '../judgedMetrics';
import { namedShare } from '../ladderSteps';
import { movedThroughGap } from '../movedThroughGap';
import { batchNoise } from './batchStatisticsCause';
import { composition } from './composition';
import { otherWeights } from './otherWeights';
import { undetermined } from './undetermined';

/** Fit time and training mode differ: in the rows, in the weights, or in how the rows were put into batches. */
export function dataCauses(share: number, metric: JudgedMetric, modes: Modes): readonly Cause[] {
  if (movedThroughGap(modes, metric)) {
    const evidence = [causeText.averagedOverEpoch(metric)];
    return [{ id: 'averaged-over-epoch', share, evidence, remedy: [remedyText.compareAfterEpoch] }];
  }
  const weights = otherWeights(share, modes);
  if (weights !== undefined) return [weights];
  const cleared = clearedShare(metric, modes);
  if (cleared >= namedShare) return [{ id: 'stateful-rnn', share, ...repeatedText.stateful }];
  if (modes.sameInputs === true && modes.sameTargets === true && modes.sameRows === false)
    return [{ id: 'rows-misaligned', share, ...repairText.order(undefined) }];
  if (modes.sameRows === false) {
    const evidence = [causeText.otherRows(modes)];
    return [{ id: 'other-rows', share, evidence, remedy: [remedyText.sameRows] }];
  }
  const { changes } = modes.recording ?? {};
  if (modes.sameRows === true && changes?.inputs === true && !changes.targets)
    return [{ id: 'augmentation', share, ...repeatedText.augmented }];
  const ofOrder = orderShare(metric, modes);
  const composed = ofOrder >= namedShare && isInOneOrder(modes);
  const rest = composed ? share - ofOrder : share;
  return [
    ...(composed ? [composition(ofOrder, modes)] : []),
    ...(rest >= namedShare ? [restOf(rest, metric, modes)] : []),
  ];
}

/** The share of the gap that is not there when states are reset before every batch. */
function clearedShare(metric: JudgedMetric, modes: Modes): number {
  const cleared = modes.repeated?.withoutMemory;
  if (cleared === undefined) return 0;
  return worseningFrom(modes, metric, cleared, metricsOn(modes, 'inference-mode')) / metric.gap;
}

/** The share of the gap that is not there when the rows stay in the order in which they are given. */
function orderShare(metric: JudgedMetric, modes: Modes): number {
  if (modes.inFitOrder === undefined) return 0;
  return worseningFrom(modes, metric, modes.inFitOrder, metricsOn(modes, 'training-mode')) / metric.gap;
}

function restOf(share: number, metric: JudgedMetric, modes: Modes): Cause {
  const { recording, noisy, sameWeights } = modes;
  if (modes.batchNorm.length > 0 && isWithinSpread(modes, metric)) return batchNoise(share, modes);
  // `train` fits exactly these rows, in training mode as measured here: only the updates after the last batches are left.
  const isTrained = recording?.seed !== undefined && sameWeights === true;
  if (isTrained && !noisy && metric.gap > 0) {
    const evidence = causeText.lateDivergence(modes, metric);
    return { id: 'late-divergence', share, evidence, remedy: remedyText.lateDivergence };
  }
  return undetermined(share, candidates(modes), causeText.differsInTrainingMode(modes, metric));
}

function candidates({ recording, sameWeights, noisy, customLayers, batchNorm }: Modes): readonly CauseId[] {
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
    ...(customLayers.length > 0 ? (['custom-layer-mode'] as const) : []),
    // A seeded mask belongs to a place in the batch, which shuffled batchings change.
    ...(noisy ? (['stochastic-layer'] as const) : []),
    ...(batchNorm.length > 0 ? (['batchnorm-batch-composition'] as const) : []),
    'augmentation',
  ];
}
