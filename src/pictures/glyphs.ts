import { fontData, lookup } from 'oled-font-5x7';

/** Pixels of one character at scale 1, and the room it takes with the gap to the next. */
export const glyph = { width: 5, height: 7, advance: 6 } as const;

const columns = new Map(
  lookup.map((character, i) => [character, fontData.slice(i * glyph.width, (i + 1) * glyph.width)]),
);

/** What stands for a character that the font does not have: a box. */
const box = [0x7f, 0x41, 0x41, 0x41, 0x7f];

/** Five columns of seven pixels, the lowest bit on top. */
export function glyphColumns(character: string): readonly number[] {
  return columns.get(character) ?? box;
}

/** The width of a text in pixels, without the gap behind it. */
export function textWidth(text: string, scale: number): number {
  return text.length === 0 ? 0 : (text.length * glyph.advance - 1) * scale;
}

/** As much of a text as has room; what is cut off is told by two dots. */
export function fitted(text: string, pixels: number, scale: number): string {
  if (textWidth(text, scale) <= pixels) return text;
  const room = Math.floor((pixels / scale + 1) / glyph.advance);
  return room < 3 ? '' : `${text.slice(0, room - 2)}..`;
}
