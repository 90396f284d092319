/** Tells whether a point lies inside. */
export type Shape = (x: number, y: number) => boolean;
export type Point = readonly [x: number, y: number];

export const disc = (centre: Point, radius: number): Shape => ellipse(centre, radius, radius);

export const ellipse =
  ([cx, cy]: Point, rx: number, ry: number): Shape =>
  (x, y) =>
    ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1;

/** What lies between two circles around one centre. */
export const ring = (centre: Point, outer: number, inner: number): Shape =>
  without(disc(centre, outer), disc(centre, inner));

export const rectangle =
  ([left, top]: Point, width: number, height: number): Shape =>
  (x, y) =>
    x >= left && x < left + width && y >= top && y < top + height;

/** By the rule of even and odd crossings. */
export const polygon =
  (...corners: readonly Point[]): Shape =>
  (x, y) => {
    let inside = false;
    let previous = corners.at(-1);
    for (const corner of corners) {
      if (previous !== undefined && crosses(previous, corner, x, y)) inside = !inside;
      previous = corner;
    }
    return inside;
  };

/** Whether the edge crosses the ray that goes from the point to the right. */
function crosses([x1, y1]: Point, [x2, y2]: Point, x: number, y: number): boolean {
  return y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1;
}

/** A line through all the points, with round ends and corners. */
export const line = (width: number, ...points: readonly Point[]): Shape =>
  anyOf(...points.slice(1).map((end, index) => segment(width, points[index] ?? end, end)));

const segment =
  (width: number, [x1, y1]: Point, [x2, y2]: Point): Shape =>
  (x, y) => {
    const length2 = (x2 - x1) ** 2 + (y2 - y1) ** 2;
    const along = length2 === 0 ? 0 : ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length2;
    const nearest = Math.min(1, Math.max(0, along));
    return (x - x1 - nearest * (x2 - x1)) ** 2 + (y - y1 - nearest * (y2 - y1)) ** 2 <= (width / 2) ** 2;
  };

export const anyOf =
  (...shapes: readonly Shape[]): Shape =>
  (x, y) =>
    shapes.some((shape) => shape(x, y));

export const without =
  (shape: Shape, hole: Shape): Shape =>
  (x, y) =>
    shape(x, y) && !hole(x, y);

/** The shape and its mirror image at a vertical axis. */
export const mirrored = (axis: number, shape: Shape): Shape => anyOf(shape, (x, y) => shape(2 * axis - x, y));
