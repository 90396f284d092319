export interface SpatialWindow {
  /** Null where the model leaves it open. */
  readonly size: readonly (number | null)[];
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
}

/**
 * Whether, with 'same' padding, the windows end before the input does on some axis: TensorFlow then pads nothing, and
 * XNNPACK, which computes the padding without a sign, answers zeros. A kernel of 1x1 takes another path and is right.
 * Found by 26,880 shapes against a float64 reference: these are wrong and no others. An open size counts as the worst.
 */
export function strideLeavesGap({ size, kernel, stride }: SpatialWindow): boolean {
  if (kernel.every((length) => length === 1)) return false;
  return kernel.some((length, axis) => {
    const step = stride[axis] ?? 1;
    const whole = size[axis] ?? null;
    if (whole === null) return step > length;
    return (Math.ceil(whole / step) - 1) * step + length < whole;
  });
}
