/**
 * So many rows are added up, and then such sums: the rounding grows with the root of a long column's length only. `sharedOut.ts` knows it too.
 * What is added up in which order depends on the rows only: it does not matter who computes which of these sums.
 */
const chunk = 128;

/** For each chunk of rows of x [rows, columns], the sum of each column: a row of `sums`. */
export function columnSums(rows: i32, columns: i32, x: usize, sums: usize): void {
  const size = (<usize>columns) << 2;
  for (let row = 0; row < rows; row += chunk, sums += size) {
    memory.fill(sums, 0, size);
    for (let left = min(chunk, rows - row); left > 0; left--, x += size) addRow(columns, x, sums);
  }
}

/** For each chunk of rows, the sum of each column of (x - mean)². */
export function squareSums(rows: i32, columns: i32, x: usize, mean: usize, sums: usize): void {
  const size = (<usize>columns) << 2;
  for (let row = 0; row < rows; row += chunk, sums += size) {
    memory.fill(sums, 0, size);
    for (let left = min(chunk, rows - row); left > 0; left--, x += size) addSquares(columns, x, mean, sums);
  }
}

/** For each chunk of rows, the sum of each column of dy, and of dy (x - mean). */
export function gradientSums(
  rows: i32,
  columns: i32,
  x: usize,
  dy: usize,
  mean: usize,
  sums: usize,
  centredSums: usize,
): void {
  const size = (<usize>columns) << 2;
  for (let row = 0; row < rows; row += chunk, sums += size, centredSums += size) {
    memory.fill(sums, 0, size);
    memory.fill(centredSums, 0, size);
    for (let left = min(chunk, rows - row); left > 0; left--, x += size, dy += size) {
      addRow(columns, dy, sums);
      addProducts(columns, x, mean, dy, centredSums);
    }
  }
}

/** The sum of each column of x [rows, columns], row by row. */
export function rowsAdded(rows: i32, columns: i32, x: usize, sums: usize): void {
  const size = (<usize>columns) << 2;
  memory.fill(sums, 0, size);
  for (; rows > 0; rows--, x += size) addRow(columns, x, sums);
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
