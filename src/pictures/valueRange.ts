export interface ValueRange {
  readonly minimum: number;
  readonly maximum: number;
}

/**
 * What black and white, or the ends of the scale, stand for: 0 to 1, -1 to 1 or 0 to 255 where all finite values lie between them,
 * so that two pictures can be compared; else the values' own range, rounded outwards to two significant digits of its width.
 */
export function valueRange(values: ArrayLike<number>): ValueRange {
  let [minimum, maximum] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value - value !== 0) continue;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  if (minimum > maximum) return usual[0]!;
  const found = usual.find((range) => minimum >= range.minimum && maximum <= range.maximum);
  return found ?? roundedOutwards(minimum, maximum);
}

const usual: readonly ValueRange[] = [
  { minimum: 0, maximum: 1 },
  { minimum: -1, maximum: 1 },
  { minimum: 0, maximum: 255 },
];

function roundedOutwards(minimum: number, maximum: number): ValueRange {
  const width = maximum - minimum === 0 ? Math.abs(maximum) : maximum - minimum;
  const unit = 10 ** (Math.floor(Math.log10(width)) - 1);
  return { minimum: Math.floor(minimum / unit) * unit, maximum: Math.ceil(maximum / unit) * unit };
}

/** Where a value lies between the two ends, 0 to 1; infinities at an end, NaN as it is. */
export function shareOf(value: number, { minimum, maximum }: ValueRange): number {
  if (value - value !== 0) return Number.isNaN(value) ? NaN : value > 0 ? 1 : 0;
  return maximum === minimum ? 0.5 : (value - minimum) / (maximum - minimum);
}
