// Sums over so many rows are added to the total: the rounding grows with the root of a long column's length only.
const chunk = 128;

/**
 * The sum of each of these columns of x, whose rows are `stride` bytes apart. `partial` has room for as many floats as columns. What is
 * added up in which order depends on the rows only: it does not matter who computes which columns.
 */
export function columnSums(
  rows: i32,
  columns: i32,
  stride: usize,
  x: usize,
  sums: usize,
  partial: usize,
): void {
  memory.fill(sums, 0, (<usize>columns) << 2);
  for (let row = 0; row < rows; row += chunk) {
    memory.fill(partial, 0, (<usize>columns) << 2);
    for (let left = min(chunk, rows - row); left > 0; left--, x += stride) addRow(columns, x, partial);
    addRow(columns, partial, sums);
  }
}

/** The sum of each column of (x - mean)². */
export function squareSums(
  rows: i32,
  columns: i32,
  stride: usize,
  x: usize,
  mean: usize,
  sums: usize,
  partial: usize,
): void {
  memory.fill(sums, 0, (<usize>columns) << 2);
  for (let row = 0; row < rows; row += chunk) {
    memory.fill(partial, 0, (<usize>columns) << 2);
    for (let left = min(chunk, rows - row); left > 0; left--, x += stride)
      addSquares(columns, x, mean, partial);
    addRow(columns, partial, sums);
  }
}

/** The sum of each column of dy, and of dy (x - mean). `partial` has room for twice the columns. */
export function gradientSums(
  rows: i32,
  columns: i32,
  stride: usize,
  x: usize,
  dy: usize,
  mean: usize,
  sums: usize,
  centredSums: usize,
  partial: usize,
): void {
  const size = (<usize>columns) << 2;
  memory.fill(sums, 0, size);
  memory.fill(centredSums, 0, size);
  for (let row = 0; row < rows; row += chunk) {
    memory.fill(partial, 0, size * 2);
    for (let left = min(chunk, rows - row); left > 0; left--, x += stride, dy += stride) {
      addRow(columns, dy, partial);
      addProducts(columns, x, mean, dy, partial + size);
    }
    addRow(columns, partial, sums);
    addRow(columns, partial + size, centredSums);
  }
}

function addRow(columns: i32, x: usize, sums: usize): void {
  let left = columns;
  for (; left >= 4; left -= 4, x += 16, sums += 16)
    v128.store(sums, f32x4.add(v128.load(sums), v128.load(x)));
  for (; left > 0; left--, x += 4, sums += 4) store<f32>(sums, load<f32>(sums) + load<f32>(x));
}

function addSquares(columns: i32, x: usize, mean: usize, sums: usize): void {
  let left = columns;
  for (; left >= 4; left -= 4, x += 16, mean += 16, sums += 16) {
    const centred = f32x4.sub(v128.load(x), v128.load(mean));
    v128.store(sums, f32x4.add(v128.load(sums), f32x4.mul(centred, centred)));
  }
  for (; left > 0; left--, x += 4, mean += 4, sums += 4) {
    const centred = load<f32>(x) - load<f32>(mean);
    store<f32>(sums, load<f32>(sums) + centred * centred);
  }
}

function addProducts(columns: i32, x: usize, mean: usize, dy: usize, sums: usize): void {
  let left = columns;
  for (; left >= 4; left -= 4, x += 16, mean += 16, dy += 16, sums += 16) {
    const centred = f32x4.sub(v128.load(x), v128.load(mean));
    v128.store(sums, f32x4.add(v128.load(sums), f32x4.mul(centred, v128.load(dy))));
  }
  for (; left > 0; left--, x += 4, mean += 4, dy += 4, sums += 4)
    store<f32>(sums, load<f32>(sums) + (load<f32>(x) - load<f32>(mean)) * load<f32>(dy));
}
