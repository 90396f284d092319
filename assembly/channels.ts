// What BatchNorm computes of single numbers for each channel, between its passes over the activations: element by element, in float32, in the order of
// the operations of TensorFlow.js that they stand for, so with their bits.

/** Each number of x by a number, in its place. */
export function divided(size: i32, x: usize, by: f32): void {
  for (const end = x + ((<usize>size) << 2); x < end; x += 4) store<f32>(x, load<f32>(x) / by);
}

/** reciprocal = 1 / sqrt(variance + epsilon), scale = gamma reciprocal */
export function normalisingFactors(
  channels: i32,
  variance: usize,
  gamma: usize,
  epsilon: f32,
  reciprocal: usize,
  scale: usize,
): void {
  for (let at: usize = 0, end = (<usize>channels) << 2; at < end; at += 4) {
    const inverse: f32 = <f32>1 / sqrt<f32>(load<f32>(variance + at) + epsilon);
    store<f32>(reciprocal + at, inverse);
    store<f32>(scale + at, load<f32>(gamma + at) * inverse);
  }
}

/** Of the means of dy and of dy x': scale = gamma r, slope = -(scale r²) mean(dy x'), dgamma = r mean(dy x') rows, dbeta = mean(dy) rows */
export function gradientFactors(
  channels: i32,
  rows: f32,
  gamma: usize,
  reciprocal: usize,
  meanDy: usize,
  meanDyCentred: usize,
  scale: usize,
  slope: usize,
  dGamma: usize,
  dBeta: usize,
): void {
  for (let at: usize = 0, end = (<usize>channels) << 2; at < end; at += 4) {
    const inverse = load<f32>(reciprocal + at);
    const centred = load<f32>(meanDyCentred + at);
    const factor = load<f32>(gamma + at) * inverse;
    store<f32>(scale + at, factor);
    store<f32>(slope + at, -(factor * (inverse * inverse) * centred));
    store<f32>(dGamma + at, inverse * centred * rows);
    store<f32>(dBeta + at, load<f32>(meanDy + at) * rows);
  }
}

/** A moving average that follows a value: old - (old - value) rest */
export function followed(size: i32, old: usize, value: usize, rest: f32, target: usize): void {
  for (let at: usize = 0, end = (<usize>size) << 2; at < end; at += 4) {
    const before = load<f32>(old + at);
    store<f32>(target + at, before - (before - load<f32>(value + at)) * rest);
  }
}
