/**
 * dx = dy where low <= x <= high, and `outside` times dy elsewhere, also where x is NaN: the gradient of whatever bends at two places, as
 * ReLU (from the smallest number above 0), ReLU6, leaky ReLU and clipping do. With `outside` 0 it is 0 also where dy is infinite.
 */
export function gatedGradient(
  size: i32,
  x: usize,
  dy: usize,
  dx: usize,
  low: f32,
  high: f32,
  outside: f32,
): void {
  const fours = (<usize>(size & ~3)) << 2;
  const end = (<usize>size) << 2;
  let at: usize = 0;
  for (; at < fours; at += 16) {
    const value = v128.load(x + at);
    const gradient = v128.load(dy + at);
    const inside = v128.and(f32x4.ge(value, f32x4.splat(low)), f32x4.le(value, f32x4.splat(high)));
    const rest = outside == 0 ? f32x4.splat(0) : f32x4.mul(gradient, f32x4.splat(outside));
    v128.store(dx + at, v128.bitselect(gradient, rest, inside));
  }
  for (; at < end; at += 4) {
    const value = load<f32>(x + at);
    const gradient = load<f32>(dy + at);
    const rest = outside == 0 ? <f32>0 : gradient * outside;
    store<f32>(dx + at, value >= low && value <= high ? gradient : rest);
  }
}
