import { black, type Colour, white } from './Canvas';

/** Ten colours of viridis (S. van der Walt, N. Smith; CC0), evenly spaced: as light as the value is large, for every eye. */
const anchors: readonly Colour[] = [
  [0x44, 0x01, 0x54],
  [0x48, 0x28, 0x78],
  [0x3e, 0x49, 0x89],
  [0x31, 0x68, 0x8e],
  [0x26, 0x82, 0x8e],
  [0x1f, 0x9e, 0x89],
  [0x35, 0xb7, 0x79],
  [0x6e, 0xce, 0x58],
  [0xb5, 0xde, 0x2b],
  [0xfd, 0xe7, 0x25],
];

/** NaN, which has no place on the scale. */
export const notANumber: Colour = [230, 0, 126];

/**
 * The colour of a share between 0 and 1. 256 steps: a value that moves by a rounding moves a colour by one step at most, which no
 * comparison of pictures takes for a difference.
 */
export function colourOf(share: number): Colour {
  if (Number.isNaN(share)) return notANumber;
  const step = Math.round(Math.min(Math.max(share, 0), 1) * 255) / 255;
  const at = Math.min(Math.floor(step * (anchors.length - 1)), anchors.length - 2);
  const beyond = step * (anchors.length - 1) - at;
  const [from, to] = [anchors[at]!, anchors[at + 1]!];
  return [0, 1, 2].map((i) => Math.round(from[i]! + (to[i]! - from[i]!) * beyond)) as unknown as Colour;
}

/** Black or white, whichever stands out more: by the relative luminance of WCAG 2. */
export function inkOn(colour: Colour): Colour {
  const [red, green, blue] = colour.map(linear) as unknown as Colour;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? black : white;
}

function linear(part: number): number {
  const share = part / 255;
  return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
