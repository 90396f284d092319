import type { LayerOnPage } from '../../page/Page';
import type { BatchNormMeasurement } from '../../probes/batchNorm/BatchNormMeasurement';
import { channelDistances } from '../batchNorm/channelDistance';
import type { LayerJudgement } from '../batchNorm/LayerJudgement';

/** Channels of a layer that are shown. */
const channelsShown = 16;

/** A BatchNorm layer as a page shows it: its worst channels, held against the population. */
export function layerOnPage(judged: LayerJudgement, measured: BatchNormMeasurement): LayerOnPage {
  const { path, distance, allowance, converged, momentum, updates } = judged;
  const channels = channelDistances(measured.moving, [measured.population], measured)
    .sort((a, b) => b.distance - a.distance)
    .slice(0, channelsShown);
  return {
    path,
    distance,
    allowance,
    converged,
    momentum,
    updates,
    channelCount: measured.moving.mean.length,
    channels: channels.map((each) => ({
      channel: each.channel,
      distance: each.distance,
      movingMean: each.movingMean,
      movingVariance: each.movingVariance,
      populationMean: each.mean,
      populationVariance: each.variance,
    })),
  };
}
