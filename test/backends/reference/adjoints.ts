import { zeros, type Volume } from './Volume';
import { visitPairs, type Window } from './windows';

interface DepthwiseGradients {
  readonly dx: Volume;
  readonly dFilter: Volume;
}

/** What a depthwise convolution adds up forwards, added up backwards. `filter` is [depth, height, width, in, multiplier]. */
export function depthwiseGradients(
  x: Volume,
  filter: Volume,
  dy: Volume,
  window: Window,
): DepthwiseGradients {
  const [channels = 1, multiplier = 1] = filter.shape.slice(3);
  const [dx, dFilter] = [zeros(x.shape), zeros(filter.shape)];
  visitPairs(x.shape, window, (output, input, tap) => {
    for (let c = 0; c < channels; c++)
      for (let q = 0; q < multiplier; q++) {
        const gradient = dy.values[(output * channels + c) * multiplier + q]!;
        const weight = (tap * channels + c) * multiplier + q;
        dx.values[input * channels + c]! += gradient * filter.values[weight]!;
        dFilter.values[weight]! += gradient * x.values[input * channels + c]!;
      }
  });
  return { dx, dFilter };
}

/** All of a window's gradient to its first maximum in row-major order. */
export function maxPoolingGradient(x: Volume, dy: Volume, window: Window): Volume {
  const channels = x.shape[4]!;
  const dx = zeros(x.shape);
  const best = new Map<number, number>();
  visitPairs(x.shape, window, (output, input) => {
    for (let c = 0; c < channels; c++) {
      const [at, candidate] = [output * channels + c, input * channels + c];
      const known = best.get(at);
      if (known === undefined || x.values[candidate]! > x.values[known]!) best.set(at, candidate);
    }
  });
  for (const [at, winner] of best) dx.values[winner]! += dy.values[at]!;
  return dx;
}

/** An equal share to each element of a window that is there. */
export function avgPoolingGradient(x: Volume, dy: Volume, window: Window): Volume {
  const channels = x.shape[4]!;
  const dx = zeros(x.shape);
  const counts = new Map<number, number>();
  visitPairs(x.shape, window, (output) => counts.set(output, (counts.get(output) ?? 0) + 1));
  visitPairs(x.shape, window, (output, input) => {
    for (let c = 0; c < channels; c++)
      dx.values[input * channels + c]! += dy.values[output * channels + c]! / counts.get(output)!;
  });
  return dx;
}
