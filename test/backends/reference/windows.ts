import { sizeOf, zeros, type Volume } from './Volume';

export type Triple = readonly [number, number, number];

/** A window over [batch, depth, height, width, channels]; two-dimensional ones have a depth of one. */
export interface Window {
  readonly kernel: Triple;
  readonly stride: Triple;
  readonly dilation: Triple;
  /** TensorFlow's padding rules, or the zeros before and after on each axis. */
  readonly pad:
    | 'same'
    | 'valid'
    | readonly [readonly [number, number], readonly [number, number], readonly [number, number]];
}

/** Written from TensorFlow's documentation of padding, not from tfjs. */
function axisPlan(
  size: number,
  { kernel, stride, dilation, pad }: Window,
  axis: 0 | 1 | 2,
): { before: number; out: number } {
  const reach = (kernel[axis] - 1) * dilation[axis] + 1;
  if (pad === 'same') {
    const out = Math.ceil(size / stride[axis]);
    return { before: Math.floor(Math.max((out - 1) * stride[axis] + reach - size, 0) / 2), out };
  }
  const [before, after] = pad === 'valid' ? [0, 0] : pad[axis];
  return { before, out: Math.floor((size + before + after - reach) / stride[axis]) + 1 };
}

export function outputSize(input: readonly number[], window: Window): Triple {
  const at = (axis: 0 | 1 | 2): number => axisPlan(input[axis + 1] as number, window, axis).out;
  return [at(0), at(1), at(2)];
}

export function paddingBefore(input: readonly number[], window: Window): Triple {
  const at = (axis: 0 | 1 | 2): number => axisPlan(input[axis + 1] as number, window, axis).before;
  return [at(0), at(1), at(2)];
}

/** Calls `visit` with the flat positions of output pixel, input pixel and kernel tap, for every pair inside the input. */
export function visitPairs(
  input: readonly number[],
  window: Window,
  visit: (output: number, input: number, tap: number) => void,
): void {
  const [batch, depth, height, width] = input as [number, number, number, number, number];
  const { kernel, stride, dilation } = window;
  const plan = [0, 1, 2].map((axis) => axisPlan(input[axis + 1] as number, window, axis as 0 | 1 | 2)) as [
    ReturnType<typeof axisPlan>,
    ReturnType<typeof axisPlan>,
    ReturnType<typeof axisPlan>,
  ];
  let out = 0;
  for (let n = 0; n < batch; n++)
    for (let oz = 0; oz < plan[0].out; oz++)
      for (let oy = 0; oy < plan[1].out; oy++)
        for (let ox = 0; ox < plan[2].out; ox++, out++) {
          let tap = 0;
          for (let kz = 0; kz < kernel[0]; kz++)
            for (let ky = 0; ky < kernel[1]; ky++)
              for (let kx = 0; kx < kernel[2]; kx++, tap++) {
                const z = oz * stride[0] + kz * dilation[0] - plan[0].before;
                const y = oy * stride[1] + ky * dilation[1] - plan[1].before;
                const x = ox * stride[2] + kx * dilation[2] - plan[2].before;
                if (z < 0 || z >= depth || y < 0 || y >= height || x < 0 || x >= width) continue;
                visit(out, ((n * depth + z) * height + y) * width + x, tap);
              }
        }
}

/** `filter` is [depth, height, width, in, out]. */
export function convolution(x: Volume, filter: Volume, window: Window): Volume {
  const channels = x.shape[4] as number;
  const outChannels = filter.shape[4] as number;
  const y = zeros([x.shape[0] as number, ...outputSize(x.shape, window), outChannels]);
  visitPairs(x.shape, window, (output, input, tap) => {
    for (let c = 0; c < channels; c++) {
      const value = x.values[input * channels + c] as number;
      for (let k = 0; k < outChannels; k++)
        y.values[output * outChannels + k]! +=
          value * (filter.values[(tap * channels + c) * outChannels + k] as number);
    }
  });
  return y;
}

/** `filter` is [depth, height, width, in, multiplier]. */
export function depthwiseConvolution(x: Volume, filter: Volume, window: Window): Volume {
  const channels = x.shape[4] as number;
  const multiplier = filter.shape[4] as number;
  const y = zeros([x.shape[0] as number, ...outputSize(x.shape, window), channels * multiplier]);
  visitPairs(x.shape, window, (output, input, tap) => {
    for (let c = 0; c < channels; c++)
      for (let q = 0; q < multiplier; q++)
        y.values[(output * channels + c) * multiplier + q]! +=
          (x.values[input * channels + c] as number) *
          (filter.values[(tap * channels + c) * multiplier + q] as number);
  });
  return y;
}

export function maxPooling(x: Volume, window: Window): Volume {
  const channels = x.shape[4] as number;
  const y = zeros([x.shape[0] as number, ...outputSize(x.shape, window), channels]);
  y.values.fill(-Infinity);
  visitPairs(x.shape, window, (output, input) => {
    for (let c = 0; c < channels; c++)
      y.values[output * channels + c] = Math.max(
        y.values[output * channels + c] as number,
        x.values[input * channels + c] as number,
      );
  });
  return y;
}

/** The mean over the elements that are there: padding does not count, as in TensorFlow. */
export function avgPooling(x: Volume, window: Window): Volume {
  const channels = x.shape[4] as number;
  const y = zeros([x.shape[0] as number, ...outputSize(x.shape, window), channels]);
  const counts = new Float64Array(sizeOf(y.shape) / channels);
  visitPairs(x.shape, window, (output, input) => {
    counts[output]! += 1;
    for (let c = 0; c < channels; c++)
      y.values[output * channels + c]! += x.values[input * channels + c] as number;
  });
  return {
    shape: y.shape,
    values: y.values.map((sum, at) => sum / (counts[Math.floor(at / channels)] as number)),
  };
}
