/** A figure of a metric: three decimals for accuracies, four for losses. */
export function metric(value: number, kind: 'accuracy' | 'loss'): string {
  if (!Number.isFinite(value)) return String(value);
  return Math.abs(value) < 1e6 ? value.toFixed(kind === 'accuracy' ? 3 : 4) : value.toExponential(3);
}

/** A share as a percentage with one decimal: `95.1 %`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** A number of things: `1 update`, `5 updates`, `2,000 rows`. */
export function count(number: number, thing: string): string {
  return `${number.toLocaleString('en-US')} ${thing}${number === 1 ? '' : 's'}`;
}

/** A measured quantity of any scale, in three significant figures: `100`, `4.9`, `0.0123`, `1.2e-7`. */
export function quantity(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(1);
  return size >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(size >= 100 ? 4 : 3)));
}

/** A distance of the moving statistics: two decimals. */
export function distance(value: number): string {
  return value.toFixed(2);
}
