/**
 * 0 to `total` in at most `parts` ranges of about the same length, each a multiple of `step` long but for the last.
 *
 * @example evenRanges(20, 2, 8); // [[0, 16], [16, 20]]
 */
export function evenRanges(
  total: number,
  parts: number,
  step: number,
): readonly (readonly [number, number])[] {
  const steps = Math.ceil(total / step);
  const count = Math.max(1, Math.min(parts, steps));
  const ranges: [number, number][] = [];
  for (let part = 1, from = 0; part <= count; part++) {
    const to = part === count ? total : Math.floor((steps * part) / count) * step;
    ranges.push([from, to]);
    from = to;
  }
  return ranges;
}
