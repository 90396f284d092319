/**
 * The fewest digits that give back the same float32, `-0`, `NaN` and `Infinity` by name. Nine significant digits are always
 * enough (IEEE 754: 1 + ceil(24 log10 2)).
 */
export function shortestFloat32(value: number): string {
  if (Object.is(value, -0)) return '-0';
  if (value - value !== 0) return String(value);
  for (let digits = 1; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return brief(rounded);
  }
  return brief(Number(value.toPrecision(9)));
}

/** Never more than 15 characters. */
function brief(value: number): string {
  const plain = String(value);
  return plain.length <= 13 ? plain : value.toExponential();
}
