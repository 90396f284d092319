import { Canvas } from './Canvas';
import { anyOf, disc, ellipse, line, rectangle, ring, type Point } from './shapes';

const REAR: Point = [50, 130];
const FRONT: Point = [148, 130];
const CRANK: Point = [88, 132];

/** A bicycle from the side, on a street, in bright light. */
export function bicycle(size: number): Canvas {
  const seat: Point = [74, 76];
  const head: Point = [128, 78];
  return new Canvas(size, 246)
    .paint(rectangle([0, 168], size, 29), 168)
    .paint(anyOf(...[8, 58, 108, 158].map((left) => rectangle([left, 181], 28, 4))), 246)
    .paint(ellipse([99, 170], 88, 4), 120)
    .paint(anyOf(spokes(REAR), spokes(FRONT)), 150)
    .paint(anyOf(ring(REAR, 38, 32), ring(FRONT, 38, 32)), 20)
    .paint(anyOf(ring(REAR, 32, 30), ring(FRONT, 32, 30)), 130)
    .paint(anyOf(line(2, [50, 125], [88, 124]), line(2, [50, 135], [88, 140])), 60)
    .paint(line(6, REAR, CRANK, head, seat, REAR), 66)
    .paint(line(6, [70, 64], seat, CRANK), 66)
    .paint(line(6, [124, 62], head, [136, 104], FRONT), 66)
    .paint(line(5, [124, 62], [134, 56], [146, 58], [148, 66], [140, 72]), 20)
    .paint(line(8, [56, 61], [70, 62], [84, 61]), 20)
    .paint(disc(CRANK, 9), 20)
    .paint(disc(CRANK, 4), 200)
    .paint(line(4, CRANK, [99, 148]), 20)
    .paint(line(5, [92, 149], [106, 147]), 20)
    .paint(anyOf(disc(REAR, 5), disc(FRONT, 5)), 20);
}

/** Twelve spokes; the corners are whole pixels near a circle, so that no sine is needed. */
function spokes([x, y]: Point) {
  const ends: readonly Point[] = [
    [31, 0],
    [27, 15],
    [15, 27],
    [0, 31],
    [-15, 27],
    [-27, 15],
  ];
  return anyOf(...ends.map(([dx, dy]) => line(1, [x - dx, y - dy], [x + dx, y + dy])));
}
