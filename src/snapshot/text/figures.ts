/** A number of things: `1 row`, `2,000 rows`. */
export function count(number: number, thing: string): string {
  return `${number.toLocaleString('en-US')} ${thing}${number === 1 ? '' : 's'}`;
}

/** A value in six significant figures. */
export function value(number: number): string {
  return String(Number(number.toPrecision(6)));
}

/** A difference or a share, in three significant figures: `0.167`, `1e-5`, `3.28e-7`. */
export function amount(number: number): string {
  const rounded = Number(number.toPrecision(3));
  return rounded !== 0 && Math.abs(rounded) < 1e-3 ? rounded.toExponential() : String(rounded);
}

/** A tolerance that is surely large enough: three significant figures, rounded up. */
export function roundedUp(number: number): string {
  if (!Number.isFinite(number) || number === 0) return String(number);
  const unit = 10 ** (Math.floor(Math.log10(number)) - 2);
  return amount(Math.ceil((number / unit) * (1 + 1e-12)) * unit);
}
