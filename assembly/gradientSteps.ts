/** One step of gradient descent: value + change · gradient, each rounded, as TensorFlow.js has it. */
export function gradientStep(size: i32, gradient: usize, value: usize, newValue: usize, change: f32): void {
  const fours = (<usize>(size & ~3)) << 2;
  const end = (<usize>size) << 2;
  let at: usize = 0;
  for (; at < fours; at += 16) {
    const by = f32x4.mul(f32x4.splat(change), v128.load(gradient + at));
    v128.store(newValue + at, f32x4.add(by, v128.load(value + at)));
  }
  for (; at < end; at += 4)
    store<f32>(newValue + at, change * load<f32>(gradient + at) + load<f32>(value + at));
}

/** One step with momentum; `nesterov` looks ahead by another momentum. */
export function momentumStep(
  size: i32,
  gradient: usize,
  value: usize,
  velocity: usize,
  newValue: usize,
  newVelocity: usize,
  change: f32,
  momentum: f32,
  nesterov: bool,
): void {
  const fours = (<usize>(size & ~3)) << 2;
  const end = (<usize>size) << 2;
  let at: usize = 0;
  for (; at < fours; at += 16) {
    const g = v128.load(gradient + at);
    const v = f32x4.add(f32x4.mul(f32x4.splat(momentum), v128.load(velocity + at)), g);
    const ahead = nesterov ? f32x4.add(g, f32x4.mul(v, f32x4.splat(momentum))) : v;
    v128.store(newVelocity + at, v);
    v128.store(newValue + at, f32x4.add(f32x4.mul(f32x4.splat(change), ahead), v128.load(value + at)));
  }
  for (; at < end; at += 4) {
    const g = load<f32>(gradient + at);
    const v = momentum * load<f32>(velocity + at) + g;
    const ahead = nesterov ? g + v * momentum : v;
    store<f32>(newVelocity + at, v);
    store<f32>(newValue + at, change * ahead + load<f32>(value + at));
  }
}

/**
 * One step of RMSProp (Tieleman and Hinton), as TensorFlow.js has it. The mean gradients are used in the centred form only.
 *
 * @param rest 1 - decay, rounded once
 */
export function rmsPropStep(
  size: i32,
  gradient: usize,
  value: usize,
  meanSquare: usize,
  moment: usize,
  meanGradient: usize,
  newValue: usize,
  newMeanSquare: usize,
  newMoment: usize,
  newMeanGradient: usize,
  rate: f32,
  decay: f32,
  rest: f32,
  momentum: f32,
  epsilon: f32,
  centred: bool,
): void {
  const fours = (<usize>(size & ~3)) << 2;
  const end = (<usize>size) << 2;
  let at: usize = 0;
  for (; at < fours; at += 16) {
    const g = v128.load(gradient + at);
    const s = f32x4.add(
      f32x4.mul(v128.load(meanSquare + at), f32x4.splat(decay)),
      f32x4.mul(f32x4.mul(g, g), f32x4.splat(rest)),
    );
    let spread = f32x4.add(s, f32x4.splat(epsilon));
    if (centred) {
      const mean = f32x4.add(
        f32x4.mul(v128.load(meanGradient + at), f32x4.splat(decay)),
        f32x4.mul(g, f32x4.splat(rest)),
      );
      v128.store(newMeanGradient + at, mean);
      spread = f32x4.sub(s, f32x4.add(f32x4.mul(mean, mean), f32x4.splat(epsilon)));
    }
    const by = f32x4.div(f32x4.mul(g, f32x4.splat(rate)), f32x4.sqrt(spread));
    const m = f32x4.add(f32x4.mul(v128.load(moment + at), f32x4.splat(momentum)), by);
    v128.store(newMeanSquare + at, s);
    v128.store(newMoment + at, m);
    v128.store(newValue + at, f32x4.sub(v128.load(value + at), m));
  }
  for (; at < end; at += 4) {
    const g = load<f32>(gradient + at);
    const s = load<f32>(meanSquare + at) * decay + g * g * rest;
    let spread = s + epsilon;
    if (centred) {
      const mean = load<f32>(meanGradient + at) * decay + g * rest;
      store<f32>(newMeanGradient + at, mean);
      spread = s - (mean * mean + epsilon);
    }
    const m = load<f32>(moment + at) * momentum + (g * rate) / sqrt<f32>(spread);
    store<f32>(newMeanSquare + at, s);
    store<f32>(newMoment + at, m);
    store<f32>(newValue + at, load<f32>(value + at) - m);
  }
}
