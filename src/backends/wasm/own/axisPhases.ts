import type { PatchGeometry } from '../PatchGeometry';
import { range, type Axis } from './axes';

/** Input places along one axis that the same taps of a filter reach. */
export interface Phase {
  readonly places: readonly number[];
  readonly taps: readonly Tap[];
}

export interface Tap {
  /** Its place in the filter. */
  readonly at: number;
  /** Through it, the phase's first place got into this output, the next place into the next output, and so on. */
  readonly output: number;
}

/**
 * With stride s, the output at o reaches the input at y = s·o + tap·dilation - pad. So the taps that reach y are the same for
 * y, y + s, y + 2s ...: among each of these s phases, the gradient of the input is a convolution of stride 1.
 */
export function axisPhases(geometry: PatchGeometry, axis: Axis): readonly Phase[] {
  const [input, kernel, step] = [geometry.input[axis], geometry.kernel[axis], geometry.stride[axis]];
  const [dilation, pad] = [geometry.dilation[axis], geometry.padBefore[axis]];
  return range(Math.min(step, input)).map((first) => ({
    places: range(Math.ceil((input - first) / step), (index) => first + index * step),
    taps: range(kernel)
      .map((at) => ({ at, output: (first + pad - at * dilation) / step }))
      .filter(({ output }) => Number.isInteger(output)),
  }));
}
