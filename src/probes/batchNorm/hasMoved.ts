import type { BatchNormMeasurement } from './BatchNormMeasurement';

/** Whether moving statistics are not those that the fit started from. Not for rounding: one update changes most by far more. */
export function hasMoved({ start, moving }: BatchNormMeasurement): boolean {
  if (start === undefined) return false;
  const differs = (from: number | readonly number[], to: Float64Array): boolean =>
    to.some((value, c) => {
      const before = typeof from === 'number' ? from : from[c]!;
      return Math.abs(value - before) > 1e-6 * Math.max(1, Math.abs(before));
    });
  return differs(start.mean, moving.mean) || differs(start.variance, moving.variance);
}
