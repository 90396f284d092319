import type { PatchGeometry } from './PatchGeometry';

/**
 * Visits every pair of an output pixel and an input pixel that a two-dimensional window joins, with the place of the
 * pair in the window. Offsets are those of channel 0 in a tensor with as many channels as the input.
 */
export function visitTaps(
  geometry: PatchGeometry,
  visit: (input: number, output: number, tap: number) => void,
): void {
  const { batch, channels, input, output, kernel, stride, dilation, padBefore } = geometry;
  let out = 0;
  for (let image = 0; image < batch; image++) {
    for (let outY = 0; outY < output[1]; outY++) {
      for (let outX = 0; outX < output[2]; outX++, out += channels) {
        for (let ky = 0; ky < kernel[1]; ky++) {
          const y = outY * stride[1] + ky * dilation[1] - padBefore[1];
          if (y < 0 || y >= input[1]) continue;
          const line = (image * input[1] + y) * input[2];
          for (let kx = 0; kx < kernel[2]; kx++) {
            const x = outX * stride[2] + kx * dilation[2] - padBefore[2];
            if (x >= 0 && x < input[2]) visit((line + x) * channels, out, ky * kernel[2] + kx);
          }
        }
      }
    }
  }
}
