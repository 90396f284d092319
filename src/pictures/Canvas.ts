import { constants } from 'node:zlib';
import { PNG } from 'pngjs';
import { glyph, glyphColumns, textWidth } from './glyphs';

export type Colour = readonly [red: number, green: number, blue: number];

export const black: Colour = [0, 0, 0];
export const white: Colour = [255, 255, 255];
export const grey: Colour = [110, 110, 110];

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Whole pixels, white at first. Nothing is blended or smoothed: the same calls make the same picture on every system. */
export class Canvas {
  /** Red in the lowest byte, as PNG has it first; opaque. */
  private readonly pixels: Uint32Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.pixels = new Uint32Array(width * height).fill(0xffffffff);
  }

  /** What lies outside is left out. */
  fill(x: number, y: number, width: number, height: number, [red, green, blue]: Colour): void {
    const [left, right] = [Math.max(x, 0), Math.min(x + width, this.width)];
    const pixel = ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
    for (let row = Math.max(y, 0); row < Math.min(y + height, this.height); row++)
      if (left < right) this.pixels.fill(pixel, row * this.width + left, row * this.width + right);
  }

  frame(x: number, y: number, width: number, height: number, line: number, colour: Colour): void {
    this.fill(x, y, width, line, colour);
    this.fill(x, y + height - line, width, line, colour);
    this.fill(x, y, line, height, colour);
    this.fill(x + width - line, y, line, height, colour);
  }

  /** From its top left corner to the right. */
  text(text: string, x: number, y: number, scale: number, colour: Colour = black): void {
    eachPixel(text, (column, row) => this.fill(x + column * scale, y + row * scale, scale, scale, colour));
  }

  /** From its bottom left corner upwards. */
  textUpwards(text: string, x: number, y: number, scale: number, colour: Colour = black): void {
    eachPixel(text, (column, row) =>
      this.fill(x + row * scale, y - (column + 1) * scale, scale, scale, colour),
    );
  }

  /** In the middle of a box, as large as it fits with two pixels around it, or not at all. */
  textIn(text: string, box: Box, colour: Colour): void {
    for (const scale of [2, 1]) {
      const [across, down] = [box.width - textWidth(text, scale), box.height - glyph.height * scale];
      if (across < 4 || down < 4) continue;
      this.text(text, box.x + Math.floor(across / 2), box.y + Math.floor(down / 2), scale, colour);
      return;
    }
  }

  /** As a PNG file. Z_RLE looks for runs only: other strategies give other bytes by the build of zlib. */
  png(): Buffer {
    const picture = new PNG({ width: this.width, height: this.height });
    picture.data.set(new Uint8Array(this.pixels.buffer));
    return PNG.sync.write(picture, {
      colorType: 2,
      filterType: differencesToTheLeft,
      deflateLevel: 9,
      deflateStrategy: constants.Z_RLE,
    });
  }
}

/** PNG's filter Sub: areas of one colour become runs of 0. Choosing anew for every line takes seconds inside Jest. */
const differencesToTheLeft = 1;

function eachPixel(text: string, use: (column: number, row: number) => void): void {
  Array.from(text).forEach((character, at) => {
    glyphColumns(character).forEach((bits, column) => {
      for (let row = 0; row < glyph.height; row++)
        if ((bits >> row) & 1) use(at * glyph.advance + column, row);
    });
  });
}
