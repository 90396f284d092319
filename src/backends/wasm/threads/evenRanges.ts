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
  return Array.from({ length: count }, (_, part) => {
    const at = (share: number): number => Math.min(total, Math.floor((steps * share) / count) * step);
    return [at(part), part === count - 1 ? total : at(part + 1)] as const;
  });
}
