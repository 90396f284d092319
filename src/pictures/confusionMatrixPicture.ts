import { Canvas, black, grey } from './Canvas';
import { colourOf, inkOn } from './colourTable';
import { textWidth } from './glyphs';
import {
  cellSize,
  drawColumnNames,
  drawRowNames,
  type Grid,
  heightOf,
  nameRoom,
  rowNameRoom,
  textScale,
  widthOf,
} from './Grid';

/** True classes by predicted ones: how many rows of the one were taken for the other. Coloured by the share of the true class. */
export function confusionMatrixPicture(
  counts: readonly (readonly number[])[],
  names: readonly string[],
): Buffer {
  const cell = cellSize(names.length, 72, 960);
  const grid: Grid = {
    rows: names.length,
    columns: names.length,
    cellWidth: cell,
    cellHeight: cell,
    left: 30 + rowNameRoom(names),
    top: 60 + nameRoom(names, cell),
  };
  const title = accuracyOf(counts);
  const width = Math.max(grid.left + widthOf(grid) + 16, textWidth(title, textScale) + 20);
  const canvas = new Canvas(width, grid.top + heightOf(grid) + 16);
  canvas.text(title, 8, 8, textScale);
  canvas.text('predicted', grid.left, 34, textScale, grey);
  canvas.textUpwards(
    'true',
    8,
    grid.top + Math.min(heightOf(grid), textWidth('true', textScale)),
    textScale,
    grey,
  );
  drawColumnNames(canvas, grid, names);
  drawRowNames(canvas, grid, names);
  drawCells(canvas, grid, counts);
  return canvas.png();
}

function drawCells(canvas: Canvas, grid: Grid, counts: readonly (readonly number[])[]): void {
  const { cellWidth: cell, left, top } = grid;
  counts.forEach((row, trueClass) => {
    const all = row.reduce((sum, count) => sum + count, 0);
    row.forEach((count, predicted) => {
      const [x, y] = [left + predicted * cell, top + trueClass * cell];
      const colour = colourOf(all === 0 ? 0 : count / all);
      canvas.fill(x, y, cell, cell, colour);
      if (count > 0) canvas.textIn(String(count), { x, y, width: cell, height: cell }, inkOn(colour));
    });
  });
  counts.forEach((_, i) => {
    if (cell >= 8) canvas.frame(left + i * cell, top + i * cell, cell, cell, 2, black);
  });
  canvas.frame(left - 1, top - 1, widthOf(grid) + 2, heightOf(grid) + 2, 1, grey);
}

function accuracyOf(counts: readonly (readonly number[])[]): string {
  const all = counts.flat().reduce((sum, count) => sum + count, 0);
  const right = counts.reduce((sum, row, i) => sum + row[i]!, 0);
  return `accuracy ${(right / all).toFixed(3)} (${right} of ${all})`;
}
