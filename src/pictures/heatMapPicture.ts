import { Canvas, black, grey } from './Canvas';
import { colourOf, inkOn, notANumber } from './colourTable';
import { textWidth } from './glyphs';
import {
  cellSize,
  cellWidthFor,
  drawColumnNames,
  drawRowNames,
  type Grid,
  heightOf,
  nameRoom,
  rowNameRoom,
  textScale,
  widthOf,
} from './Grid';
import { shareOf, type ValueRange, valueRange } from './valueRange';

export interface HeatMap {
  /** Row after row. */
  readonly values: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
  readonly columnNames: readonly string[];
  readonly title: string;
}

/** Rows and columns of which every cell has a pixel still. */
export const mostCells = { rows: 2000, columns: 1000 } as const;

/** A table as colours, with a scale beside it, and with the numbers in the cells where they have room. */
export function heatMapPicture({ values, rows, columns, columnNames, title }: HeatMap): Buffer {
  const rowNames = Array.from({ length: rows }, (_, row) => String(row));
  const cellWidth = cellWidthFor(columnNames, 84, 1000);
  const cellHeight = cellSize(rows, 28, Math.max(1000, rows));
  const grid: Grid = {
    rows,
    columns,
    cellWidth,
    cellHeight,
    left: rowNameRoom(rowNames),
    top: 34 + nameRoom(columnNames, cellWidth),
  };
  const range = valueRange(values);
  const width = Math.max(grid.left + widthOf(grid) + 130, textWidth(title, textScale) + 20);
  const canvas = new Canvas(width, grid.top + Math.max(heightOf(grid) + 16, scaleHeight(grid) + 40));
  canvas.text(title, 8, 8, textScale);
  drawColumnNames(canvas, grid, columnNames);
  drawRowNames(canvas, grid, rowNames);
  drawCells(canvas, grid, values, range);
  drawScale(canvas, grid, values, range);
  return canvas.png();
}

function drawCells(canvas: Canvas, grid: Grid, values: ArrayLike<number>, range: ValueRange): void {
  const { rows, columns, cellWidth, cellHeight, left, top } = grid;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = values[row * columns + column]!;
      const colour = colourOf(shareOf(value, range));
      const [x, y] = [left + column * cellWidth, top + row * cellHeight];
      canvas.fill(x, y, cellWidth, cellHeight, colour);
      canvas.textIn(shortly(value), { x, y, width: cellWidth, height: cellHeight }, inkOn(colour));
    }
  }
  canvas.frame(left - 1, top - 1, widthOf(grid) + 2, heightOf(grid) + 2, 1, grey);
}

/** Two decimals, or three significant figures of what is large. */
function shortly(value: number): string {
  if (value - value !== 0) return String(value).replace('Infinity', 'Inf');
  return Math.abs(value) < 100
    ? value.toFixed(2).replace(/^-(0\.00)$/, '$1')
    : String(Number(value.toPrecision(3)));
}

const scaleHeight = (grid: Grid): number => Math.min(Math.max(heightOf(grid), 96), 256);

function drawScale(
  canvas: Canvas,
  grid: Grid,
  values: ArrayLike<number>,
  { minimum, maximum }: ValueRange,
): void {
  const x = grid.left + widthOf(grid) + 16;
  const height = scaleHeight(grid);
  for (let row = 0; row < height; row++)
    canvas.fill(x, grid.top + row, 18, 1, colourOf(1 - row / (height - 1)));
  canvas.frame(x - 1, grid.top - 1, 20, height + 2, 1, grey);
  canvas.text(end(maximum), x + 26, grid.top, textScale);
  canvas.text(end(minimum), x + 26, grid.top + height - 14, textScale);
  if (!Array.from(values).some(Number.isNaN)) return;
  canvas.fill(x, grid.top + height + 12, 18, 14, notANumber);
  canvas.text('NaN', x + 26, grid.top + height + 12, textScale, black);
}

const end = (value: number): string => String(Number(value.toPrecision(4)));
