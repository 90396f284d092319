/** y = (x - mean) scale + offset, all three of them one number for each column of x [rows, columns]. */
export function normalise(
  rows: i32,
  columns: i32,
  x: usize,
  mean: usize,
  scale: usize,
  offset: usize,
  y: usize,
): void {
  const fours = (<usize>(columns & ~3)) << 2;
  const size = (<usize>columns) << 2;
  for (; rows > 0; rows--, x += size, y += size) {
    let at: usize = 0;
    for (; at < fours; at += 16) {
      const centred = f32x4.sub(v128.load(x + at), v128.load(mean + at));
      v128.store(y + at, f32x4.add(f32x4.mul(centred, v128.load(scale + at)), v128.load(offset + at)));
    }
    for (; at < size; at += 4) {
      const centred = load<f32>(x + at) - load<f32>(mean + at);
      store<f32>(y + at, centred * load<f32>(scale + at) + load<f32>(offset + at));
    }
  }
}

/** dx = (dy - dyMean) scale + (x - mean) slope, each of them but x and dy one number for each column. */
export function normaliseGradient(
  rows: i32,
  columns: i32,
  x: usize,
  dy: usize,
  mean: usize,
  dyMean: usize,
  scale: usize,
  slope: usize,
  dx: usize,
): void {
  const fours = (<usize>(columns & ~3)) << 2;
  const size = (<usize>columns) << 2;
  for (; rows > 0; rows--, x += size, dy += size, dx += size) {
    let at: usize = 0;
    for (; at < fours; at += 16) {
      const centred = f32x4.sub(v128.load(x + at), v128.load(mean + at));
      const centredDy = f32x4.sub(v128.load(dy + at), v128.load(dyMean + at));
      const scaled = f32x4.mul(centredDy, v128.load(scale + at));
      v128.store(dx + at, f32x4.add(scaled, f32x4.mul(centred, v128.load(slope + at))));
    }
    for (; at < size; at += 4) {
      const centred = load<f32>(x + at) - load<f32>(mean + at);
      const centredDy = load<f32>(dy + at) - load<f32>(dyMean + at);
      store<f32>(dx + at, centredDy * load<f32>(scale + at) + centred * load<f32>(slope + at));
    }
  }
}
