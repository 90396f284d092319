import type { BatchNormMeasurement } from '../../../probes/batchNorm/BatchNormMeasurement';
import { channelDistances } from '../../batchNorm/channelDistance';
import { layerDistance } from '../../batchNorm/layerDistance';
import type { BatchNormVerdict } from '../../batchNorm/judgeBatchNorm';
import type { LayerJudgement } from '../../batchNorm/LayerJudgement';
import type { Cause, CauseId } from '../../Cause';
import { batchNormText } from '../../text/batchNormText';
import { causeText } from '../../text/causeText';
import { remedyText } from '../../text/remedyText';
import { repeatedText } from '../../text/repeatedText';
import { isInGivenOrder, mixedLayers } from '../batchOrder';
import type { JudgedMetric } from '../ConsistencyVerdict';
import type { Evidence } from '../Evidence';
import { areStillMoving } from './areStillMoving';
import { batchNoise } from './batchStatisticsCause';
import { composition, mixed } from './composition';
import { frozenDrift } from './frozenDrift';
import { lostStatistics } from './lostStatistics';
import { outlier } from './outlier';
import { undetermined } from './undetermined';

/** Moving statistics give other predictions than population statistics do: why they are not the same. */
export function movingStatisticsCause(share: number, metric: JudgedMetric, evidence: Evidence): Cause {
  const { modes, batchNorm } = evidence;
  if (batchNorm.layers.length === 0) return hiddenNorm(share, modes);
  const drift = frozenDrift(share, modes, batchNorm);
  if (drift !== undefined) return drift;
  const lost = lostStatistics(share, modes);
  if (lost !== undefined) return lost;
  if (batchNorm.kind === 'start values remain') {
    return {
      id: 'batchnorm-not-converged',
      share,
      evidence: causeText.startValuesRemain(batchNorm.red),
      remedy: remedyText.converge(batchNorm.red),
    };
  }
  if (isInGivenOrder(modes) && (modes.streamed || batchNorm.layers.some((layer) => layer.followsGivenOrder)))
    return composition(share, modes);
  const shared = mixedLayers(modes);
  if (shared.length > 0) return mixed(share, shared);
  const far = outlier(share, modes);
  if (far !== undefined) return far;
  const shifted = shiftedByNoise(batchNorm.layers);
  const isNoise = modes.noisy && modes.customLayers.length === 0;
  if (isNoise && batchNorm.kind === 'converged' && shifted.length > 0) {
    const seen = [causeText.noiseShiftsStatistics(shifted)];
    return { id: 'stochastic-layer', share, evidence: seen, remedy: remedyText.noise(metric, modes) };
  }
  return batchNorm.kind === 'converged' ? ofConverged(share, evidence) : awayFromData(share, evidence);
}

/** The statistics are those of a BatchNorm layer that is not found: one that a layer of somebody's own making hides. */
function hiddenNorm(share: number, { customLayers }: Evidence['modes']): Cause {
  return {
    id: 'custom-layer-mode',
    share,
    evidence: [causeText.hiddenNorm(customLayers)],
    remedy: [remedyText.showNorm],
  };
}

/** Converged to what noise makes of the inputs, and that is not what they are without noise. */
function shiftedByNoise(layers: readonly LayerJudgement[]): readonly LayerJudgement[] {
  return layers.filter((layer) => layer.converged && layer.populationDistance > layer.allowance);
}

/**
 * Statistics as near as their own noise lets them be, and yet predictions change: batches are too small, if they tend
 * elsewhere than to the population, or leave as much noise as there is distance. Otherwise the averages lag a little.
 */
function ofConverged(share: number, { modes, batchNorm }: Evidence): Cause {
  const explained = modes.batchNorm.filter((measured) => {
    const judged = batchNorm.layers.find(({ path }) => path === measured.path)!;
    return 2 * Math.max(smallBatchBias(measured), judged.noise) >= judged.populationDistance;
  });
  if (2 * explained.length >= modes.batchNorm.length)
    return { ...batchNoise(share, modes), remedy: remedyText.noisyAverages(modes, batchNorm.layers[0]!) };
  return isKnown(modes) ? behind(share, modes, batchNorm.layers) : open(share, modes, batchNorm);
}

/** How far what batches of this size tend to is from the population, in the units of the distance. */
function smallBatchBias(layer: BatchNormMeasurement): number {
  return layerDistance(channelDistances(layer.settled, [layer.population], layer));
}

/**
 * Beyond start values and noise, a moving average of these rows is away from them only if the weights have moved. One that remembers no more
 * than two updates has nothing to lag with: it is what the last batches were.
 */
function awayFromData(share: number, { modes, batchNorm }: Evidence): Cause {
  const away = batchNorm.layers.filter((layer) => !layer.converged);
  const forgetful = away.filter(({ momentum }) => momentum <= forgetsAt);
  if (2 * forgetful.length >= away.length) return lastBatches(share, modes, forgetful);
  return isKnown(modes) ? behind(share, modes, away) : open(share, modes, batchNorm);
}

/** A moving average of momentum m remembers 1 / (1 - m) updates. */
const forgetsAt = 0.5;

function lastBatches(share: number, modes: Evidence['modes'], layers: readonly LayerJudgement[]): Cause {
  return {
    id: 'batchnorm-batch-noise',
    share,
    evidence: [causeText.lastBatches(layers), batchNormText.worst(layers[0]!)],
    remedy: remedyText.noisyAverages(modes, layers[0]!),
  };
}

function isKnown({ recording, sameRows, sameWeights }: Evidence['modes']): boolean {
  return recording !== undefined && sameRows === true && sameWeights === true;
}

/** Behind weights that moved, unless the fit saw other inputs than these: then it may be those that the statistics are of. */
function behind(share: number, modes: Evidence['modes'], layers: readonly LayerJudgement[]): Cause {
  if (modes.recording?.changes?.inputs !== true) return lagging(share, layers);
  if (!areStillMoving(modes, layers)) {
    const remedy = [remedyText.recalibrate(true), repeatedText.augmentAround];
    return {
      id: 'augmentation',
      share,
      evidence: [repeatedText.augmentedStatistics(furthestFirst(layers))],
      remedy,
    };
  }
  return {
    ...undetermined(share, ['augmentation', 'batchnorm-lagging'], repeatedText.stillMoving),
    remedy: [remedyText.recalibrate(true)],
  };
}

const furthestFirst = (layers: readonly LayerJudgement[]): readonly LayerJudgement[] =>
  [...layers].sort((a, b) => b.populationDistance - a.populationDistance);

function lagging(share: number, layers: readonly LayerJudgement[]): Cause {
  const furthest = furthestFirst(layers);
  return {
    id: 'batchnorm-lagging',
    share,
    evidence: [causeText.lagging(furthest), batchNormText.worst(furthest[0]!)],
    remedy: remedyText.lagging(furthest[0]!),
  };
}

function open(share: number, modes: Evidence['modes'], batchNorm: BatchNormVerdict): Cause {
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
