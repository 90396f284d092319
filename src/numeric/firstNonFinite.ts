/**
 * Where the first NaN or Infinity is, -1 where there is none. For NaN and Infinity alone `value - value` is not 0; asking
 * `Number.isFinite` a hundred million times costs seconds inside Jest, where globals are slow to look up.
 */
export function firstNonFinite(values: ArrayLike<number>): number {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value - value !== 0) return i;
  }
  return -1;
}
