/**
 * Copies rows `[0, count)` of a view, elements `[from, to)` of each, into panels of `width` rows: in a panel, element `from`
 * of all its rows, then the next element of all of them. A last panel that is not full repeats the last row; what comes of
 * it is not stored.
 *
 * A view is a table with the address of every row, and one with the offset of every segment within a row: rows are
 * unbroken only within a segment. See `MatrixView.ts`.
 */
export function packRows(
  rows: usize,
  count: i32,
  segments: usize,
  segmentLength: i32,
  from: i32,
  to: i32,
  target: usize,
  width: i32,
): void {
  const step = (<usize>width) << 2;
  const panelSize = <usize>(to - from) * step;
  const fours = width & ~3;
  for (let row = 0; row < count; row += width, target += panelSize) {
    let segment = from / segmentLength;
    let within = from - segment * segmentLength;
    let place = target;
    for (let left = to - from; left > 0; segment++, within = 0) {
      const run = min(segmentLength - within, left);
      const offset = <usize>load<u32>(segments + ((<usize>segment) << 2)) + ((<usize>within) << 2);
      let lane = 0;
      for (; lane < fours; lane += 4)
        copyFour(rows, row + lane, count - 1, offset, run, place + ((<usize>lane) << 2), step);
      if (lane + 2 <= width) {
        copyTwo(rows, row + lane, count - 1, offset, run, place + ((<usize>lane) << 2), step);
        lane += 2;
      }
      for (; lane < width; lane++)
        copyOne(rowAt(rows, row + lane, count - 1) + offset, run, place + ((<usize>lane) << 2), step);
      place += <usize>run * step;
      left -= run;
    }
  }
}

function rowAt(rows: usize, row: i32, last: i32): usize {
  return <usize>load<u32>(rows + ((<usize>min(row, last)) << 2));
}

/** Four rows, element by element, side by side at every `step`. */
function copyFour(
  rows: usize,
  row: i32,
  last: i32,
  offset: usize,
  length: i32,
  target: usize,
  step: usize,
): void {
  let row0 = rowAt(rows, row, last) + offset;
  let row1 = rowAt(rows, row + 1, last) + offset;
  let row2 = rowAt(rows, row + 2, last) + offset;
  let row3 = rowAt(rows, row + 3, last) + offset;
  let left = length;
  for (; left >= 4; left -= 4) {
    const a = v128.load(row0);
    const b = v128.load(row1);
    const c = v128.load(row2);
    const d = v128.load(row3);
    const abLow = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const cdLow = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    v128.store(target, v128.shuffle<f64>(abLow, cdLow, 0, 2));
    v128.store(target + step, v128.shuffle<f64>(abLow, cdLow, 1, 3));
    v128.store(target + step * 2, v128.shuffle<f64>(abHigh, cdHigh, 0, 2));
    v128.store(target + step * 3, v128.shuffle<f64>(abHigh, cdHigh, 1, 3));
    row0 += 16;
    row1 += 16;
    row2 += 16;
    row3 += 16;
    target += step * 4;
  }
  for (; left > 0; left--) {
    store<f32>(target, load<f32>(row0));
    store<f32>(target, load<f32>(row1), 4);
    store<f32>(target, load<f32>(row2), 8);
    store<f32>(target, load<f32>(row3), 12);
    row0 += 4;
    row1 += 4;
    row2 += 4;
    row3 += 4;
    target += step;
  }
}

function copyTwo(
  rows: usize,
  row: i32,
  last: i32,
  offset: usize,
  length: i32,
  target: usize,
  step: usize,
): void {
  let row0 = rowAt(rows, row, last) + offset;
  let row1 = rowAt(rows, row + 1, last) + offset;
  for (; length >= 4; length -= 4, row0 += 16, row1 += 16, target += step * 4) {
    const a = v128.load(row0);
    const b = v128.load(row1);
    const low = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const high = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    v128.store_lane<f64>(target, low, 0);
    v128.store_lane<f64>(target + step, low, 1);
    v128.store_lane<f64>(target + step * 2, high, 0);
    v128.store_lane<f64>(target + step * 3, high, 1);
  }
  for (; length > 0; length--, row0 += 4, row1 += 4, target += step) {
    store<f32>(target, load<f32>(row0));
    store<f32>(target, load<f32>(row1), 4);
  }
}

function copyOne(row: usize, length: i32, target: usize, step: usize): void {
  for (; length >= 4; length -= 4, row += 16, target += step * 4) {
    const a = v128.load(row);
    v128.store_lane<f32>(target, a, 0);
    v128.store_lane<f32>(target + step, a, 1);
    v128.store_lane<f32>(target + step * 2, a, 2);
    v128.store_lane<f32>(target + step * 3, a, 3);
  }
  for (; length > 0; length--, row += 4, target += step) store<f32>(target, load<f32>(row));
}
