import type { Moments } from './Moments';

/**
 * Mean and biased variance per channel of values laid out as `[outer, channels, inner]` (`inner` is 1 when the channel
 * axis is the last). Two passes in float64, so that inputs far from zero keep their digits.
 */
export function channelMoments(values: ArrayLike<number>, channels: number, inner: number): Moments {
  const perChannel = values.length / channels;
  const mean = new Float64Array(channels);
  const variance = new Float64Array(channels);
  if (inner === 1) addColumns(values, channels, mean);
  else addRuns(values, channels, inner, mean);
  for (let c = 0; c < channels; c++) mean[c]! /= perChannel;
  if (inner === 1) addColumnSquares(values, channels, mean, variance);
  else addRunSquares(values, channels, inner, mean, variance);
  for (let c = 0; c < channels; c++) variance[c]! /= perChannel;
  return { mean, variance };
}

// Each twice: a loop of a single turn inside another makes the whole take half as long again.

function addColumns(values: ArrayLike<number>, channels: number, sums: Float64Array): void {
  for (let i = 0; i < values.length;) {
    for (let c = 0; c < channels; c++, i++) sums[c]! += values[i]!;
  }
}

function addRuns(values: ArrayLike<number>, channels: number, inner: number, sums: Float64Array): void {
  for (let i = 0; i < values.length;) {
    for (let c = 0; c < channels; c++) {
      for (const end = i + inner; i < end; i++) sums[c]! += values[i]!;
    }
  }
}

function addColumnSquares(
  values: ArrayLike<number>,
  channels: number,
  mean: Float64Array,
  sums: Float64Array,
): void {
  for (let i = 0; i < values.length;) {
    for (let c = 0; c < channels; c++, i++) {
      const delta = values[i]! - mean[c]!;
      sums[c]! += delta * delta;
    }
  }
}

function addRunSquares(
  values: ArrayLike<number>,
  channels: number,
  inner: number,
  mean: Float64Array,
  sums: Float64Array,
): void {
  for (let i = 0; i < values.length;) {
    for (let c = 0; c < channels; c++) {
      const center = mean[c]!;
      for (const end = i + inner; i < end; i++) {
        const delta = values[i]! - center;
        sums[c]! += delta * delta;
      }
    }
  }
}
