/**
 * The transpose of `packRows`: elements `[from, to)` of rows `[0, count)` of a view, in panels of `width` elements (5, 6, 8 or 16):
 * in a panel, its elements of the first row, then those of the next. A last panel that is not full is filled up with zeros.
 */
export function packColumns(
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
  const panelSize = <usize>count * step;
  for (let column = from; column < to; column += width, target += panelSize) {
    const within = column % segmentLength;
    if (within + width <= segmentLength) {
      copyPanel(rows, count, columnOffset(segments, segmentLength, column), target, width);
      continue;
    }
    for (let lane = 0; lane < width; lane++) {
      const at = column + lane;
      const place = target + ((<usize>lane) << 2);
      if (at < to) copyColumn(rows, count, columnOffset(segments, segmentLength, at), place, step);
      else clearColumn(count, place, step);
    }
  }
}

function columnOffset(segments: usize, segmentLength: i32, column: i32): usize {
  const segment = column / segmentLength;
  const within = column - segment * segmentLength;
  return <usize>load<u32>(segments + ((<usize>segment) << 2)) + ((<usize>within) << 2);
}

function copyPanel(rows: usize, count: i32, offset: usize, target: usize, width: i32): void {
  const end = rows + ((<usize>count) << 2);
  if (width == 5) {
    for (; rows < end; rows += 4, target += 20) {
      const source = <usize>load<u32>(rows) + offset;
      v128.store(target, v128.load(source));
      store<f32>(target, load<f32>(source, 16), 16);
    }
  } else if (width == 6) {
    for (; rows < end; rows += 4, target += 24) {
      const source = <usize>load<u32>(rows) + offset;
      v128.store(target, v128.load(source));
      store<u64>(target, load<u64>(source, 16), 16);
    }
  } else if (width == 8) {
    for (; rows < end; rows += 4, target += 32) {
      const source = <usize>load<u32>(rows) + offset;
      v128.store(target, v128.load(source));
      v128.store(target, v128.load(source, 16), 16);
    }
  } else {
    for (; rows < end; rows += 4, target += 64) {
      const source = <usize>load<u32>(rows) + offset;
      v128.store(target, v128.load(source));
      v128.store(target, v128.load(source, 16), 16);
      v128.store(target, v128.load(source, 32), 32);
      v128.store(target, v128.load(source, 48), 48);
    }
  }
}

function copyColumn(rows: usize, count: i32, offset: usize, target: usize, step: usize): void {
  const end = rows + ((<usize>count) << 2);
  for (; rows < end; rows += 4, target += step)
    store<f32>(target, load<f32>(<usize>load<u32>(rows) + offset));
}

function clearColumn(count: i32, target: usize, step: usize): void {
  for (; count > 0; count--, target += step) store<f32>(target, 0);
}
