/**
 * The `p`-quantile (0 to 1) of `values`, interpolated linearly between order statistics (Hyndman and Fan's type 7,
 * numpy's default). NaN if there are no values or one of them is NaN.
 */
export function quantile(values: ArrayLike<number>, p: number): number {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0 || Number.isNaN(sorted[sorted.length - 1])) return NaN;
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  // Equal neighbours are returned as they are: Infinity - Infinity would be NaN.
  return low === high ? low : low + (position - below) * (high - low);
}
