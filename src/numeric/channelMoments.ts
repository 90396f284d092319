import type { Moments } from './Moments';

/**
 * Mean and biased variance per channel of values laid out as `[outer, channels, inner]` (`inner` is 1 when the channel
 * axis is the last). Two passes in float64, so that inputs far from zero keep their digits.
 */
export function channelMoments(values: ArrayLike<number>, channels: number, inner: number): Moments {
  const perChannel = values.length / channels;
  const mean = new Float64Array(channels);
  const variance = new Float64Array(channels);
  for (let i = 0, c = 0; i < values.length; c = (c + 1) % channels) {
    let sum = 0;
    for (const end = i + inner; i < end; i++) sum += values[i]!;
    mean[c]! += sum;
  }
  for (let c = 0; c < channels; c++) mean[c]! /= perChannel;
  for (let i = 0, c = 0; i < values.length; c = (c + 1) % channels) {
    const center = mean[c]!;
    let sum = 0;
    for (const end = i + inner; i < end; i++) sum += (values[i]! - center) ** 2;
    variance[c]! += sum;
  }
  for (let c = 0; c < channels; c++) variance[c]! /= perChannel;
  return { mean, variance };
}
