/**
 * One step of Adam (Kingma and Ba, algorithm 1) for `size` parameters, in one pass, in float32 throughout.
 *
 * @param rate the learning rate over 1 - beta1^t
 * @param unbias 1 over 1 - beta2^t
 */
export function adamStep(
  size: i32,
  gradient: usize,
  value: usize,
  first: usize,
  second: usize,
  newValue: usize,
  newFirst: usize,
  newSecond: usize,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  epsilon: f32,
  rate: f32,
  unbias: f32,
): void {
  const fours = (<usize>(size & ~3)) << 2;
  const end = (<usize>size) << 2;
  let at: usize = 0;
  for (; at < fours; at += 16) {
    const g = v128.load(gradient + at);
    const m = f32x4.add(
      f32x4.mul(v128.load(first + at), f32x4.splat(beta1)),
      f32x4.mul(g, f32x4.splat(rest1)),
    );
    const v = f32x4.add(
      f32x4.mul(v128.load(second + at), f32x4.splat(beta2)),
      f32x4.mul(f32x4.mul(g, g), f32x4.splat(rest2)),
    );
    const size = f32x4.add(f32x4.sqrt(f32x4.mul(v, f32x4.splat(unbias))), f32x4.splat(epsilon));
    const change = f32x4.div(f32x4.mul(m, f32x4.splat(rate)), size);
    v128.store(newFirst + at, m);
    v128.store(newSecond + at, v);
    v128.store(newValue + at, f32x4.sub(v128.load(value + at), change));
  }
  for (; at < end; at += 4) {
    const g = load<f32>(gradient + at);
    const m = load<f32>(first + at) * beta1 + g * rest1;
    const v = load<f32>(second + at) * beta2 + g * g * rest2;
    store<f32>(newFirst + at, m);
    store<f32>(newSecond + at, v);
    store<f32>(newValue + at, load<f32>(value + at) - (m * rate) / (sqrt<f32>(v * unbias) + epsilon));
  }
}
