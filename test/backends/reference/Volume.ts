/** Values in float64 with a shape, row-major: what the reference computes on, without a tensor library. */
export interface Volume {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

export const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, size) => product * size, 1);

export const zeros = (shape: readonly number[]): Volume => ({
  shape,
  values: new Float64Array(sizeOf(shape)),
});

/** Random float32 values around `centre`, the same for the same seed. */
export function randomVolume(
  shape: readonly number[],
  seed: number,
  { centre = 0, spread = 1 } = {},
): Volume {
  let state = (seed * 2654435761) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    shape,
    values: Float64Array.from({ length: sizeOf(shape) }, () =>
      Math.fround(centre + spread * (2 * next() - 1)),
    ),
  };
}

export const mapVolume = ({ shape, values }: Volume, f: (value: number) => number): Volume => ({
  shape,
  values: values.map(f),
});

export const dot = (a: Volume, b: Volume): number =>
  a.values.reduce((sum, value, at) => sum + value * (b.values[at] as number), 0);
