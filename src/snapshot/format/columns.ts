/** Wide enough for every float32: `-1.23456789e-38`. The same everywhere, so that one new number moves no other. */
const width = 17;

const control = /[\p{Cc}\p{Zl}\p{Zp}]/gu;

/** A line of a table: the first column is narrow, the others as wide as a number. */
export function tableLine(first: string, cells: readonly string[], last?: string): string {
  return [first.padStart(6), ...cells.map(cell), ...(last === undefined ? [] : [last.padStart(7)])].join('');
}

function cell(text: string): string {
  const plain = text.replace(control, '\u00b7');
  return (plain.length < width - 1 ? plain : `${plain.slice(0, width - 3)}\u2026`).padStart(width);
}
