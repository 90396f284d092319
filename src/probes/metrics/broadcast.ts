type Shape = readonly number[];

/** The shape that two shapes broadcast to, aligned at the last axis; undefined where they do not. */
export function broadcastShape(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const axes = Array.from(
    { length: rank },
    (_, axis) => [axisOf(a, rank, axis), axisOf(b, rank, axis)] as const,
  );
  if (axes.some(([x, y]) => x !== y && x !== 1 && y !== 1)) return undefined;
  return axes.map(([x, y]) => (x === 1 ? y : x));
}

function axisOf(shape: Shape, rank: number, axis: number): number {
  return shape[axis - (rank - shape.length)] ?? 1;
}

/** From the index of an element of the broadcast result to that of the element of `from` that it is made of. */
export function sourceIndex(from: Shape, to: Shape): (index: number) => number {
  if (from.length === to.length && from.every((size, axis) => size === to[axis])) return (index) => index;
  return (index) => {
    let [rest, stride, source] = [index, 1, 0];
    for (let axis = to.length - 1; axis >= 0; axis--) {
      const size = axisOf(from, to.length, axis);
      if (size > 1) source += (rest % to[axis]!) * stride;
      rest = Math.floor(rest / to[axis]!);
      stride *= size;
    }
    return source;
  };
}
