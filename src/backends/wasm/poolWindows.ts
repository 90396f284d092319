import type { PatchGeometry } from './PatchGeometry';

// Global look-ups are slow inside Jest's vm context.
const { max, min } = Math;

/** One pooling window clipped to the input: `places` holds where its real elements start, in row-major order. */
export type WindowVisitor = (places: Int32Array, count: number, output: number) => void;

/** Visits the window of every output element; offsets are those of channel 0. */
export function visitWindows(geometry: PatchGeometry, visit: WindowVisitor): void {
  const { batch, channels, input, output, kernel, stride, dilation, padBefore } = geometry;
  const places = new Int32Array(kernel[0] * kernel[1] * kernel[2]);
  const zRange = axisRanges(geometry, 0);
  const yRange = axisRanges(geometry, 1);
  const xRange = axisRanges(geometry, 2);
  let out = 0;
  for (let image = 0; image < batch; image++) {
    for (let outZ = 0; outZ < output[0]; outZ++) {
      const z0 = outZ * stride[0] - padBefore[0];
      const [zFrom, zTo] = zRange[outZ] as Range;
      for (let outY = 0; outY < output[1]; outY++) {
        const y0 = outY * stride[1] - padBefore[1];
        const [yFrom, yTo] = yRange[outY] as Range;
        for (let outX = 0; outX < output[2]; outX++, out += channels) {
          const x0 = outX * stride[2] - padBefore[2];
          const [xFrom, xTo] = xRange[outX] as Range;
          let count = 0;
          for (let kz = zFrom; kz < zTo; kz++) {
            const plane = (image * input[0] + z0 + kz * dilation[0]) * input[1];
            for (let ky = yFrom; ky < yTo; ky++) {
              const line = (plane + y0 + ky * dilation[1]) * input[2] + x0;
              for (let kx = xFrom; kx < xTo; kx++) places[count++] = (line + kx * dilation[2]) * channels;
            }
          }
          visit(places, count, out);
        }
      }
    }
  }
}

type Range = readonly [from: number, to: number];

/** Along one axis, for every output position, which kernel positions lie inside the input. */
function axisRanges(
  { input, output, kernel, stride, dilation, padBefore }: PatchGeometry,
  axis: 0 | 1 | 2,
): Range[] {
  return Array.from({ length: output[axis] }, (_, position): Range => {
    const start = position * stride[axis] - padBefore[axis];
    const from = start < 0 ? Math.ceil(-start / dilation[axis]) : 0;
    const to = min(kernel[axis], Math.ceil((input[axis] - start) / dilation[axis]));
    return [from, max(from, to)];
  });
}
