import type { Tolerance } from './Tolerance';

/** How far a number may be from `expected`. Infinite and NaN expectations allow nothing. */
export function allowance(expected: number, { atol, rtol }: Tolerance): number {
  return expected - expected === 0 ? atol + rtol * Math.abs(expected) : 0;
}
