import type { Moments } from './Moments';

/**
 * Mean and biased variance per channel of values laid out as `[outer, channels, inner]` (`inner` is 1 when the channel
 * axis is the last). Two passes in float64, so that inputs far from zero keep their digits.
 */
export function channelMoments(values: ArrayLike<number>, channels: number, inner: number): Moments {
  const perChannel = values.length / channels;
  const mean = new Float64Array(channels);
  const variance = new Float64Array(channels);
  for (let i = 0; i < values.length;) {
    for (let c = 0; c < channels; c++) {
      for (const end = i + inner; i < end; i++) mean[c]! += values[i]!;
    }
  }
  for (let c = 0; c < channels; c++) mean[c]! /= perChannel;
  for (let i = 0; i < values.length;) {
    for (let c = 0; c < channels; c++) {
      const center = mean[c]!;
      for (const end = i + inner; i < end; i++) {
        const delta = values[i]! - center;
        variance[c]! += delta * delta;
      }
    }
  }
  for (let c = 0; c < channels; c++) variance[c]! /= perChannel;
  return { mean, variance };
}
