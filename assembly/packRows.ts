/**
 * Copies rows `[0, count)` of a view, elements `[from, to)` of each, into panels of `width` rows (a multiple of 4): in a
 * panel, element `from` of all its rows, then the next element of all of them. A last panel that is not full repeats the last row;
 * what comes of it is not stored.
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
  const last = count - 1;
  for (let row = 0; row < count; row += width, target += panelSize) {
    for (let lane = 0; lane < width; lane += 4) {
      const at = row + lane;
      const row0 = <usize>load<u32>(rows + ((<usize>min(at, last)) << 2));
      const row1 = <usize>load<u32>(rows + ((<usize>min(at + 1, last)) << 2));
      const row2 = <usize>load<u32>(rows + ((<usize>min(at + 2, last)) << 2));
      const row3 = <usize>load<u32>(rows + ((<usize>min(at + 3, last)) << 2));
      let to4 = target + ((<usize>lane) << 2);
      let segment = from / segmentLength;
      let within = from - segment * segmentLength;
      for (let left = to - from; left > 0; segment++, within = 0) {
        const run = min(segmentLength - within, left);
        const offset = <usize>load<u32>(segments + ((<usize>segment) << 2)) + ((<usize>within) << 2);
        interleave(row0 + offset, row1 + offset, row2 + offset, row3 + offset, run, to4, step);
        to4 += <usize>run * step;
        left -= run;
      }
    }
  }
}

/** Element by element, the four rows side by side at every `step`. */
function interleave(
  row0: usize,
  row1: usize,
  row2: usize,
  row3: usize,
  length: i32,
  target: usize,
  step: usize,
): void {
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
