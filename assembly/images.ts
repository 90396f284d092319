/**
 * Lines `[from, to)` (over batch, depth and height) of images with zeros around them, or with what lies around cut off: of `target`, whose pixel (0, 0, 0) is pixel
 * (firstZ, firstY, firstX) of `source`.
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
  const line = <usize>width * pixel;
  const whole = <usize>targetWidth * pixel;
  const before = min(<usize>max(-firstX, 0) * pixel, whole);
  const skipped = min(<usize>max(firstX, 0) * pixel, line);
  const kept = min(line - skipped, whole - before);
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
    const from = source + <usize>((image * depth + z) * height + y) * line + skipped;
    memory.copy(target + before, from, kept);
    memory.fill(target + before + kept, 0, whole - before - kept);
  }
}

/** Zeros in `size` floats. */
export function clear(size: i32, at: usize): void {
  memory.fill(at, 0, (<usize>size) << 2);
}
