/** A number of things: `1 row`, `2,000 rows`. */
export function count(number: number, thing: string): string {
  return `${number.toLocaleString('en-US')} ${thing}${number === 1 ? '' : 's'}`;
}

/** A value in six significant figures. */
export function value(number: number): string {
  return String(Number(number.toPrecision(6)));
}

/** A difference or a share, in three significant figures. */
export function amount(number: number): string {
  return String(Number(number.toPrecision(3)));
}

/** A tolerance that is surely large enough: three significant figures, rounded up. */
export function roundedUp(number: number): string {
  if (!Number.isFinite(number) || number === 0) return String(number);
  const unit = 10 ** (Math.floor(Math.log10(number)) - 2);
  return amount(Math.ceil((number / unit) * (1 + 1e-12)) * unit);
}
