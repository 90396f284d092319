/**
 * Where the first NaN or Infinity is, -1 where there is none. For NaN and Infinity alone `value - value` is not 0; asking
 * `Number.isFinite` a hundred million times costs seconds inside Jest, where globals are slow to look up. Nor is the length of a
 * typed array asked each time: once an array buffer has been detached in the process, as any memory that grows does, V8 looks each time whether this one is, which takes three times as
 * long as the rest.
 */
export function firstNonFinite(values: ArrayLike<number>): number {
  const { length } = values;
  for (let i = 0; i < length; i++) {
    const value = values[i]!;
    if (value - value !== 0) return i;
  }
  return -1;
}
