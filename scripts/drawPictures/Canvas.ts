import type { Shape } from './shapes';

/** Points per pixel in each direction; a pixel's grey is the mean of its points, so slanted edges come out smooth. */
const POINTS = 3;

/**
 * A grey-scale picture that shapes are painted on, one over the other. Coordinates are pixels, x to the right and y
 * downwards. Only sums, products and comparisons are used, so the same shapes give the same picture on every machine.
 */
export class Canvas {
  readonly #points: Uint8Array;

  constructor(
    readonly size: number,
    background: number,
  ) {
    this.#points = new Uint8Array((size * POINTS) ** 2).fill(background);
  }

  /** Gives every point inside the shape that grey, from 0 (black) to 255 (white). */
  paint(shape: Shape, grey: number): this {
    const side = this.size * POINTS;
    for (let row = 0; row < side; row += 1) {
      for (let column = 0; column < side; column += 1) {
        if (shape((column + 0.5) / POINTS, (row + 0.5) / POINTS)) this.#points[row * side + column] = grey;
      }
    }
    return this;
  }

  /** One grey per pixel, row by row. */
  pixels(): Uint8Array {
    return Uint8Array.from({ length: this.size ** 2 }, (_, pixel) =>
      this.#pixel(Math.floor(pixel / this.size), pixel % this.size),
    );
  }

  #pixel(row: number, column: number): number {
    let sum = 0;
    for (let down = 0; down < POINTS; down += 1) {
      const start = (row * POINTS + down) * this.size * POINTS + column * POINTS;
      for (const grey of this.#points.subarray(start, start + POINTS)) sum += grey;
    }
    return Math.round(sum / POINTS ** 2);
  }
}
