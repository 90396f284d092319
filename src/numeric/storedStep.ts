/** Fewer values than these lie on some grid by chance. */
const fewest = 8;

/** Highest level of an 8-bit number. */
const levels = 255;

/**
 * The step of numbers that were stored in 8 bits, 0 for all others. Such numbers are `min + k * step` with whole `k` from 0 to
 * 255, as tfjs' `quantization` of weights stores them (tfjs-core/src/io/io_utils.ts): each may be half a step off.
 */
export function storedStep(values: ArrayLike<number>): number {
  if (values.length < fewest) return 0;
  let [min, max] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) [min, max] = [Math.min(min, values[i]!), Math.max(max, values[i]!)];
  const step = (max - min) / levels;
  if (!(step > 0)) return 0;
  for (let i = 0; i < values.length; i++) {
    const level = (values[i]! - min) / step;
    // float32 keeps seven digits of the value, of which the offset may have taken some.
    const rounding = 1e-3 + (1e-6 * Math.abs(values[i]!)) / step;
    if (Math.abs(level - Math.round(level)) > rounding) return 0;
  }
  return step;
}
