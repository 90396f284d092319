/** Rows as numbers. */
export interface Drawn {
  readonly values: readonly (readonly number[])[];
  readonly classOf: readonly number[];
}

/** Side of a picture that `halved` gives. */
export const side = 14;

/** A picture of 28 x 28 numbers, averaged to 14 x 14. */
export const halved = (pixels: ArrayLike<number>): number[] =>
  Array.from({ length: side * side }, (_, i) => {
    const [y, x] = [2 * Math.floor(i / side), 2 * (i % side)];
    const at = 28 * y + x;
    return (pixels[at]! + pixels[at + 1]! + pixels[at + 28]! + pixels[at + 29]!) / 4;
  });
