import type { Canvas } from './Canvas';
import { fitted, glyph, textWidth } from './glyphs';

/** The cells of a table, and where they lie in the picture. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly left: number;
  readonly top: number;
}

export const textScale = 2;
const lineHeight = (glyph.height + 3) * textScale;
/** A name that goes upwards is cut to so many pixels. */
export const longestName = 240;

export const widthOf = ({ columns, cellWidth }: Grid): number => columns * cellWidth;
export const heightOf = ({ rows, cellHeight }: Grid): number => rows * cellHeight;

/** Pixels of a cell: large where there are few, and never so small that a table of this size has no room. */
export function cellSize(count: number, largest: number, room: number): number {
  return Math.max(1, Math.min(largest, Math.floor(room / count)));
}

/** The same, wide enough for the names above it where there is room for that. */
export function cellWidthFor(names: readonly string[], least: number, room: number): number {
  const widest = Math.max(...names.map((name) => textWidth(name, textScale))) + 10;
  return widest * names.length <= room ? Math.max(widest, least) : cellSize(names.length, least, room);
}

/** Room above the cells for the names of the columns. */
export function nameRoom(names: readonly string[], cellWidth: number): number {
  const widest = Math.max(0, ...names.map((name) => textWidth(name, textScale)));
  if (widest <= cellWidth - 4) return lineHeight;
  return Math.min(widest, longestName) + 4;
}

/** Names above their columns: across where all fit, upwards where they do not, and only some where columns are narrow. */
export function drawColumnNames(canvas: Canvas, grid: Grid, names: readonly string[]): void {
  const { cellWidth, left, top } = grid;
  const across = names.every((name) => textWidth(name, textScale) <= cellWidth - 4);
  const step = across ? 1 : roundStep(Math.ceil((glyph.height * textScale + 2) / cellWidth));
  names.forEach((name, column) => {
    if (column % step !== 0) return;
    const x = left + column * cellWidth;
    if (across)
      canvas.text(
        name,
        x + Math.floor((cellWidth - textWidth(name, textScale)) / 2),
        top - lineHeight,
        textScale,
      );
    else {
      const middle =
        x + Math.floor((Math.max(cellWidth, glyph.height * textScale) - glyph.height * textScale) / 2);
      canvas.textUpwards(fitted(name, longestName, textScale), middle, top - 4, textScale);
    }
  });
}

/** Names left of their rows, only some where rows are low. */
export function drawRowNames(canvas: Canvas, grid: Grid, names: readonly string[]): void {
  const { cellHeight, left, top } = grid;
  const step = roundStep(Math.ceil((glyph.height * textScale + 4) / cellHeight));
  names.forEach((name, row) => {
    if (row % step !== 0) return;
    const shown = fitted(name, longestName, textScale);
    const y = top + row * cellHeight + Math.max(0, Math.floor((cellHeight - glyph.height * textScale) / 2));
    canvas.text(shown, left - 6 - textWidth(shown, textScale), y, textScale);
  });
}

/** At least this many, and a number that people count by: 1, 2, 5, 10, 20, 50, ... */
function roundStep(least: number): number {
  for (let unit = 1; ; unit *= 10) {
    const step = [1, 2, 5].map((digit) => digit * unit).find((each) => each >= least);
    if (step !== undefined) return step;
  }
}

/** Room left of the cells for the names of the rows. */
export function rowNameRoom(names: readonly string[]): number {
  return Math.min(longestName, Math.max(0, ...names.map((name) => textWidth(name, textScale)))) + 12;
}
