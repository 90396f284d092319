import { inputsOf, Windows } from './Windows';

/**
 * For images `[from, to)` of a batch, the gradient of max pooling: dy of a window goes to its first maximum in row-major order. dx is zeros
 * before. Where windows overlap, they do so within an image.
 *
 * @param lists for every thread that takes part, room for the pairs of a pixel
 * @param thread the number of the one that computes these images
 */
export function maxPoolGradient(
  windows: Windows,
  from: i32,
  to: i32,
  x: usize,
  dy: usize,
  dx: usize,
  lists: usize,
  thread: i32,
): void {
  const list = lists + <usize>thread * windows.listSize;
  const size = (<usize>windows.channels) << 2;
  const rows = windows.outputDepth * windows.outputHeight;
  dy += <usize>(from * rows * windows.outputWidth) * size;
  for (let row = from * rows; row < to * rows; row++) {
    for (let outX = 0; outX < windows.outputWidth; outX++, dy += size) {
      const count = inputsOf(windows, row, outX, list);
      if (count > 0) addToMaxima(count, list, size, x, dy, dx);
    }
  }
}

function addToMaxima(count: i32, list: usize, size: usize, x: usize, dy: usize, dx: usize): void {
  const end = list + ((<usize>count) << 3);
  const first = load<u32>(list) * <u32>size;
  let at: usize = 0;
  for (; at + 16 <= size; at += 16) {
    let best = v128.load(x + first + at);
    let places = i32x4.splat(first);
    for (let pair = list + 8; pair < end; pair += 8) {
      const place = load<u32>(pair) * <u32>size;
      const value = v128.load(x + place + at);
      const greater = f32x4.gt(value, best);
      best = v128.bitselect(value, best, greater);
      places = v128.bitselect(i32x4.splat(place), places, greater);
    }
    addOne(dx + <u32>i32x4.extract_lane(places, 0) + at, dy + at);
    addOne(dx + <u32>i32x4.extract_lane(places, 1) + at + 4, dy + at + 4);
    addOne(dx + <u32>i32x4.extract_lane(places, 2) + at + 8, dy + at + 8);
    addOne(dx + <u32>i32x4.extract_lane(places, 3) + at + 12, dy + at + 12);
  }
  for (; at < size; at += 4) {
    let place = first;
    for (let pair = list + 8; pair < end; pair += 8) {
      const other = load<u32>(pair) * <u32>size;
      if (load<f32>(x + other + at) > load<f32>(x + place + at)) place = other;
    }
    addOne(dx + place + at, dy + at);
  }
}

function addOne(to: usize, from: usize): void {
  store<f32>(to, load<f32>(to) + load<f32>(from));
}

/** For images `[from, to)`, the gradient of average pooling: the elements of a window that are there get equal shares of its dy. */
export function avgPoolGradient(
  windows: Windows,
  from: i32,
  to: i32,
  dy: usize,
  dx: usize,
  lists: usize,
  thread: i32,
): void {
  const list = lists + <usize>thread * windows.listSize;
  const size = (<usize>windows.channels) << 2;
  const rows = windows.outputDepth * windows.outputHeight;
  dy += <usize>(from * rows * windows.outputWidth) * size;
  for (let row = from * rows; row < to * rows; row++) {
    for (let outX = 0; outX < windows.outputWidth; outX++, dy += size) {
      const count = inputsOf(windows, row, outX, list);
      const end = list + ((<usize>count) << 3);
      for (let pair = list; pair < end; pair += 8)
        addShares(windows.channels, <f32>1 / <f32>count, dy, dx + <usize>load<u32>(pair) * size);
    }
  }
}

function addShares(channels: i32, share: f32, dy: usize, dx: usize): void {
  let left = channels;
  for (; left >= 4; left -= 4, dy += 16, dx += 16)
    v128.store(dx, f32x4.add(v128.load(dx), f32x4.mul(v128.load(dy), f32x4.splat(share))));
  for (; left > 0; left--, dy += 4, dx += 4) store<f32>(dx, load<f32>(dx) + load<f32>(dy) * share);
}
