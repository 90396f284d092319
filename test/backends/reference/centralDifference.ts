import type { Volume } from './Volume';

/**
 * The gradient of `f` at `x` by central differences in float64. With a linear `f` any step is exact; elsewhere the error
 * is of the order of step².
 */
export function centralDifference(f: (x: Volume) => number, x: Volume, step = 1): Volume {
  const moved = Float64Array.from(x.values);
  const probe: Volume = { shape: x.shape, values: moved };
  const values = x.values.map((value, at) => {
    moved[at] = value + step;
    const above = f(probe);
    moved[at] = value - step;
    const below = f(probe);
    moved[at] = value;
    return (above - below) / (2 * step);
  });
  return { shape: x.shape, values };
}
