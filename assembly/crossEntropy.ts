const ln2: f64 = 0.6931471805599453;
/** The odd terms of the series below, up to which its rest is under 1e-12 of it. */
const lastTerm = 15;

/**
 * The natural logarithm of a normal float32 above 0, in float64; NaN of NaN. With x = m * 2^e and m around 1, ln(m) = 2 * atanh(s) for s = (m - 1) / (m + 1), and
 * |s| < 0.172: its series is short. (The one of the standard library brings a table, and there is no memory for one.)
 */
function logarithm(x: f32): f64 {
  if (x != x) return NaN;
  const bits = reinterpret<u32>(x);
  // Mantissas from sqrt(1/2) to sqrt(2).
  const shifted = bits - 0x3f3504f3;
  const exponent = (<i32>shifted) >> 23;
  const m = <f64>reinterpret<f32>((shifted & 0x007fffff) + 0x3f3504f3);
  const s = (m - 1) / (m + 1);
  const square = s * s;
  let sum: f64 = 0;
  for (let term = lastTerm; term > 0; term -= 2) sum = sum * square + 1 / <f64>term;
  return 2 * s * sum + <f64>exponent * ln2;
}

/** The sum of a row, rounded once. */
function sumOf(row: usize, classes: i32): f32 {
  let sum: f64 = 0;
  for (let c = 0; c < classes; c++) sum += <f64>load<f32>(row + ((<usize>c) << 2));
  return <f32>sum;
}

/**
 * loss = -sum(t * ln(q)), q being an output's share of the sum of its row, between `low` and `high`. Sums in float64; shares are rounded, as
 * the bounds are meant for rounded ones.
 */
export function crossEntropy(
  rows: i32,
  classes: i32,
  targets: usize,
  outputs: usize,
  losses: usize,
  low: f32,
  high: f32,
): void {
  const bytes = (<usize>classes) << 2;
  for (let row = 0; row < rows; row++) {
    const sum = sumOf(outputs, classes);
    let loss: f64 = 0;
    for (let at: usize = 0; at < bytes; at += 4) {
      const target = load<f32>(targets + at);
      if (target == 0) continue;
      const share = load<f32>(outputs + at) / sum;
      // NaN is neither, and stays.
      const clipped = share < low ? low : share > high ? high : share;
      loss -= <f64>target * logarithm(clipped);
    }
    store<f32>(losses, <f32>loss);
    targets += bytes;
    outputs += bytes;
    losses += 4;
  }
}

/**
 * The gradient by the outputs: with g = -t / q where low <= q <= high and 0 elsewhere, dx = dy * (g - sum(g * q)) / sum(outputs), and g * q is -t
 * or 0. `dy` has a number for each row.
 */
export function crossEntropyGradient(
  rows: i32,
  classes: i32,
  targets: usize,
  outputs: usize,
  dy: usize,
  dx: usize,
  low: f32,
  high: f32,
): void {
  const bytes = (<usize>classes) << 2;
  for (let row = 0; row < rows; row++) {
    const sum = sumOf(outputs, classes);
    const scale = <f64>load<f32>(dy) / <f64>sum;
    let within: f64 = 0;
    for (let at: usize = 0; at < bytes; at += 4) {
      const share = load<f32>(outputs + at) / sum;
      if (share >= low && share <= high) within += <f64>load<f32>(targets + at);
    }
    for (let at: usize = 0; at < bytes; at += 4) {
      const share = load<f32>(outputs + at) / sum;
      const inside = share >= low && share <= high;
      const slope: f64 = inside ? <f64>load<f32>(targets + at) / <f64>share : 0;
      store<f32>(dx + at, <f32>(scale * (within - slope)));
    }
    targets += bytes;
    outputs += bytes;
    dy += 4;
    dx += bytes;
  }
}

/** dx = y * (dy - sum(dy * y)), row by row, for y = softmax(x). */
export function softmaxGradient(rows: i32, classes: i32, y: usize, dy: usize, dx: usize): void {
  const bytes = (<usize>classes) << 2;
  for (let row = 0; row < rows; row++) {
    let sum: f64 = 0;
    for (let at: usize = 0; at < bytes; at += 4) sum += <f64>load<f32>(dy + at) * <f64>load<f32>(y + at);
    for (let at: usize = 0; at < bytes; at += 4)
      store<f32>(dx + at, <f32>(<f64>load<f32>(y + at) * (<f64>load<f32>(dy + at) - sum)));
    y += bytes;
    dy += bytes;
    dx += bytes;
  }
}
