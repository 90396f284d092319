import { constants } from 'node:zlib';
import { PNG } from 'pngjs';
import type { Canvas } from './Canvas';

const GREY_SCALE = 0;

/**
 * The canvas as an 8-bit grey-scale PNG file. The strategy Z_RLE looks for runs only and hashes nothing: zlib's builds
 * differ in their hashes by release and by processor, and would make other bytes of the same picture.
 */
export function encodePng(canvas: Canvas): Buffer {
  const png = new PNG({ width: canvas.size, height: canvas.size });
  canvas.pixels().forEach((grey, pixel) => png.data.set([grey, grey, grey, 255], 4 * pixel));
  return PNG.sync.write(png, { colorType: GREY_SCALE, deflateLevel: 9, deflateStrategy: constants.Z_RLE });
}
