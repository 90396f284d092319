import { multiplyAdd } from './multiplyAdd';
import { inputsOf, outputsOf, Windows } from './Windows';

/**
 * Rows `[from, to)` of the output pixels of a depthwise convolution: y [pixels, channels x multiplier] of x [pixels, channels] and a filter
 * [taps, channels, multiplier]. The additions of an element go over the taps in their order.
 *
 * @param lists for every thread that takes part, room for the pairs of a pixel
 * @param thread the number of the one that computes these rows
 */
export function depthwise(
  windows: Windows,
  multiplier: i32,
  from: i32,
  to: i32,
  x: usize,
  filter: usize,
  y: usize,
  lists: usize,
  thread: i32,
): void {
  const list = lists + <usize>thread * windows.listSize;
  const inputSize = (<usize>windows.channels) << 2;
  const outputSize = inputSize * <usize>multiplier;
  y += <usize>(from * windows.outputWidth) * outputSize;
  for (let row = from; row < to; row++) {
    for (let outX = 0; outX < windows.outputWidth; outX++, y += outputSize) {
      const count = inputsOf(windows, row, outX, list);
      if (multiplier == 1) weightedSums(count, list, windows.channels, x, filter, y);
      else repeatedSums(count, list, windows.channels, multiplier, x, filter, y);
    }
  }
}

/** Rows `[from, to)` of the gradient of its input. */
export function depthwiseInputGradient(
  windows: Windows,
  multiplier: i32,
  from: i32,
  to: i32,
  dy: usize,
  filter: usize,
  dx: usize,
  lists: usize,
  thread: i32,
): void {
  const list = lists + <usize>thread * windows.listSize;
  const size = (<usize>windows.channels) << 2;
  dx += <usize>(from * windows.inputWidth) * size;
  for (let row = from; row < to; row++) {
    for (let inX = 0; inX < windows.inputWidth; inX++, dx += size) {
      const count = outputsOf(windows, row, inX, list);
      if (multiplier == 1) weightedSums(count, list, windows.channels, dy, filter, dx);
      else collectedSums(count, list, windows.channels, multiplier, dy, filter, dx);
    }
  }
}

/**
 * The gradient of its filter, as far as rows `[from, to)` of the output pixels go: for each `step` of them a sum of its own, as large as the filter.
 */
export function depthwiseFilterGradient(
  windows: Windows,
  multiplier: i32,
  from: i32,
  to: i32,
  step: i32,
  x: usize,
  dy: usize,
  sums: usize,
  lists: usize,
  thread: i32,
): void {
  const list = lists + <usize>thread * windows.listSize;
  const size = (<usize>(windows.channels * multiplier)) << 2;
  dy += <usize>(from * windows.outputWidth) * size;
  for (; from < to; from += step, sums += <usize>windows.taps * size) {
    memory.fill(sums, 0, <usize>windows.taps * size);
    for (let row = from; row < min(from + step, to); row++) {
      for (let outX = 0; outX < windows.outputWidth; outX++, dy += size) {
        const count = inputsOf(windows, row, outX, list);
        addPixel(count, list, windows.channels, multiplier, x, dy, sums);
      }
    }
  }
}

function addPixel(
  count: i32,
  list: usize,
  channels: i32,
  multiplier: i32,
  x: usize,
  dy: usize,
  sums: usize,
): void {
  const size = (<usize>channels) << 2;
  const end = list + ((<usize>count) << 3);
  for (let pair = list; pair < end; pair += 8) {
    const from = x + <usize>load<u32>(pair) * size;
    const to = sums + <usize>load<u32>(pair, 4) * size * <usize>multiplier;
    if (multiplier == 1) addProducts(channels, from, dy, to);
    else addRepeatedProducts(channels, multiplier, from, dy, to);
  }
}

/** target [channels] = the sum over the list of source [pixel] x filter [tap]. */
function weightedSums(
  count: i32,
  list: usize,
  channels: i32,
  source: usize,
  filter: usize,
  target: usize,
): void {
  const size = (<usize>channels) << 2;
  const end = list + ((<usize>count) << 3);
  let at: usize = 0;
  for (; at + 32 <= size; at += 32) {
    let low = f32x4.splat(0);
    let high = low;
    for (let pair = list; pair < end; pair += 8) {
      const from = source + <usize>load<u32>(pair) * size + at;
      const by = filter + <usize>load<u32>(pair, 4) * size + at;
      low = multiplyAdd(v128.load(from), v128.load(by), low);
      high = multiplyAdd(v128.load(from, 16), v128.load(by, 16), high);
    }
    v128.store(target + at, low);
    v128.store(target + at, high, 16);
  }
  for (; at < size; at += 4) {
    let sum: f32 = 0;
    for (let pair = list; pair < end; pair += 8) {
      const from = source + <usize>load<u32>(pair) * size + at;
      sum += load<f32>(from) * load<f32>(filter + <usize>load<u32>(pair, 4) * size + at);
    }
    store<f32>(target + at, sum);
  }
}

/** target [channels, multiplier] = the sum over the list of source [pixel, channels] x filter [tap, channels, multiplier]. */
function repeatedSums(
  count: i32,
  list: usize,
  channels: i32,
  multiplier: i32,
  source: usize,
  filter: usize,
  target: usize,
): void {
  const size = (<usize>channels) << 2;
  memory.fill(target, 0, size * <usize>multiplier);
  const end = list + ((<usize>count) << 3);
  for (let pair = list; pair < end; pair += 8) {
    const from = source + <usize>load<u32>(pair) * size;
    let by = filter + <usize>load<u32>(pair, 4) * size * <usize>multiplier;
    let to = target;
    for (let at: usize = 0; at < size; at += 4) {
      const value = load<f32>(from + at);
      for (let copy = 0; copy < multiplier; copy++, by += 4, to += 4)
        store<f32>(to, load<f32>(to) + value * load<f32>(by));
    }
  }
}

/** target [channels] = the sum over the list, and over the multiplier, of source [pixel, channels, multiplier] x filter [tap, ...]. */
function collectedSums(
  count: i32,
  list: usize,
  channels: i32,
  multiplier: i32,
  source: usize,
  filter: usize,
  target: usize,
): void {
  const size = (<usize>channels) << 2;
  const wide = size * <usize>multiplier;
  memory.fill(target, 0, size);
  const end = list + ((<usize>count) << 3);
  for (let pair = list; pair < end; pair += 8) {
    let from = source + <usize>load<u32>(pair) * wide;
    let by = filter + <usize>load<u32>(pair, 4) * wide;
    for (let at: usize = 0; at < size; at += 4) {
      let sum = load<f32>(target + at);
      for (let copy = 0; copy < multiplier; copy++, from += 4, by += 4)
        sum += load<f32>(from) * load<f32>(by);
      store<f32>(target + at, sum);
    }
  }
}

function addProducts(channels: i32, x: usize, dy: usize, sums: usize): void {
  let left = channels;
  for (; left >= 4; left -= 4, x += 16, dy += 16, sums += 16)
    v128.store(sums, multiplyAdd(v128.load(x), v128.load(dy), v128.load(sums)));
  for (; left > 0; left--, x += 4, dy += 4, sums += 4)
    store<f32>(sums, load<f32>(sums) + load<f32>(x) * load<f32>(dy));
}

function addRepeatedProducts(channels: i32, multiplier: i32, x: usize, dy: usize, sums: usize): void {
  for (let left = channels; left > 0; left--, x += 4) {
    const value = load<f32>(x);
    for (let copy = 0; copy < multiplier; copy++, dy += 4, sums += 4)
      store<f32>(sums, load<f32>(sums) + value * load<f32>(dy));
  }
}
