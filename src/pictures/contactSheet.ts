import { Canvas, type Colour, grey } from './Canvas';
import { notANumber } from './colourTable';
import { textScale } from './Grid';
import { textWidth } from './glyphs';
import { shareOf, type ValueRange, valueRange } from './valueRange';

export interface ModelPictures {
  readonly values: ArrayLike<number>;
  /** 1 channel is grey, 3 are red, green and blue, a fourth is opacity over white. */
  readonly shape: readonly [rows: number, height: number, width: number, channels: number];
  readonly title: string;
}

const leastSide = 64;
const most = { width: 1200, gap: 10, number: 20 } as const;

/** The pictures that a model makes, one per row, in whole multiples of their size, with the number of the row below each. */
export function contactSheet({ values, shape, title }: ModelPictures): Buffer {
  const [rows, height, width] = shape;
  const scale = Math.max(1, Math.ceil(leastSide / Math.max(height, width)));
  const [tileWidth, tileHeight] = [width * scale + most.gap, height * scale + most.number + most.gap];
  const perLine = Math.max(1, Math.min(rows, Math.floor(most.width / tileWidth)));
  const sheetWidth = Math.max(perLine * tileWidth + most.gap, textWidth(title, textScale) + 20);
  const canvas = new Canvas(sheetWidth, 36 + Math.ceil(rows / perLine) * tileHeight);
  canvas.text(title, 8, 8, textScale);
  const range = valueRange(values);
  for (let row = 0; row < rows; row++) {
    const x = most.gap + (row % perLine) * tileWidth;
    const y = 36 + Math.floor(row / perLine) * tileHeight;
    drawPicture(canvas, x, y, scale, row, { values, shape, title }, range);
    canvas.frame(x - 1, y - 1, width * scale + 2, height * scale + 2, 1, grey);
    canvas.text(String(row), x, y + height * scale + 4, textScale, grey);
  }
  return canvas.png();
}

function drawPicture(
  canvas: Canvas,
  x: number,
  y: number,
  scale: number,
  picture: number,
  { values, shape: [, height, width, channels] }: ModelPictures,
  range: ValueRange,
): void {
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const at = ((picture * height + row) * width + column) * channels;
      const shares = Array.from({ length: channels }, (_, channel) => shareOf(values[at + channel]!, range));
      canvas.fill(x + column * scale, y + row * scale, scale, scale, pixelColour(shares));
    }
}

function pixelColour(shares: readonly number[]): Colour {
  if (shares.some(Number.isNaN)) return notANumber;
  const [red = 0, green = red, blue = red, opacity = 1] = shares;
  return [red, green, blue].map((share) =>
    Math.round(255 * (share * opacity + 1 - opacity)),
  ) as unknown as Colour;
}
