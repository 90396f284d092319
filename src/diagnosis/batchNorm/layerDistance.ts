import { quantile } from '../../numeric/quantile';
import type { ChannelDistance } from './LayerJudgement';

/** The channel that a layer is judged by: one in ten may be further off. */
const judgedQuantile = 0.9;

/** The 90th percentile over the channels of a layer. */
export function overChannels(values: readonly number[]): number {
  return quantile(values, judgedQuantile);
}

/** A layer's distance: that of its channels' 90th percentile. */
export function layerDistance(channels: readonly ChannelDistance[]): number {
  return overChannels(channels.map(({ distance }) => distance));
}
