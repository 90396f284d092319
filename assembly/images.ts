/**
 * Lines `[from, to)` (over batch, depth and height) of images with zeros around them: of `target`, whose pixel (0, 0, 0) is pixel
 * (firstZ, firstY, firstX) of `source`. None of those is greater than 0.
 */
export function padImages(
  from: i32,
  to: i32,
  channels: i32,
  depth: i32,
  height: i32,
  width: i32,
  targetDepth: i32,
  targetHeight: i32,
  targetWidth: i32,
  firstZ: i32,
  firstY: i32,
  firstX: i32,
  source: usize,
  target: usize,
): void {
  const pixel = (<usize>channels) << 2;
  const before = <usize>-firstX * pixel;
  const line = <usize>width * pixel;
  const whole = <usize>targetWidth * pixel;
  target += <usize>from * whole;
  for (let row = from; row < to; row++, target += whole) {
    const plane = row / targetHeight;
    const image = plane / targetDepth;
    const y = row - plane * targetHeight + firstY;
    const z = plane - image * targetDepth + firstZ;
    if (<u32>y >= <u32>height || <u32>z >= <u32>depth) {
      memory.fill(target, 0, whole);
      continue;
    }
    memory.fill(target, 0, before);
    memory.copy(target + before, source + <usize>((image * depth + z) * height + y) * line, line);
    memory.fill(target + before + line, 0, whole - before - line);
  }
}

/** Zeros in `size` floats. */
export function clear(size: i32, at: usize): void {
  memory.fill(at, 0, (<usize>size) << 2);
}
