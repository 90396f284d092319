/** Wider cells are cut in the middle: what tells tests apart stands at both ends. */
const widest = 44;

/** Lines of aligned columns: the first two to the left, figures to the right. */
export function table(titles: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const lines = [titles, ...rows].map((cells) => cells.map(cut));
  const widths = titles.map((_, column) => Math.max(...lines.map((cells) => cells[column]!.length)));
  return lines.map((cells) =>
    cells
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
}

/** Three significant figures: `0.0123`, `1.2e-7`. */
export function figure(value: number): string {
  const rounded = Number(value.toPrecision(3));
  return rounded !== 0 && Math.abs(rounded) < 1e-3 ? rounded.toExponential() : String(rounded);
}

function cut(cell: string): string {
  const plain = cell.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '\u00b7');
  if (plain.length <= widest) return plain;
  const half = Math.floor((widest - 3) / 2);
  return `${plain.slice(0, half)}...${plain.slice(-half)}`;
}
