import { multiplyAdd } from './multiplyAdd';

/**
 * Five rows by eight columns of a product: `length` steps over a panel of A (5 wide) and one of B (8 wide), in ten registers
 * of four sums. (Eight leave the adder waiting for itself; with twelve V8 runs out of its fifteen registers. Measured.) The sums are added to what is in C, or, at the `first` block of the inner dimension, to the bias.
 *
 * @param rows where the table stands that has the addresses of these five rows of C
 * @param column offset of the first column in a row, in bytes
 * @param bias address of the first column's bias, or 0
 * @param edge 160 bytes for a tile that does not fit into C
 */
export function tile(
  length: i32,
  a: usize,
  b: usize,
  rows: usize,
  column: usize,
  rowCount: i32,
  columnCount: i32,
  first: bool,
  bias: usize,
  edge: usize,
): void {
  let low0 = f32x4.splat(0);
  let low1 = low0;
  let low2 = low0;
  let low3 = low0;
  let low4 = low0;
  let high0 = low0;
  let high1 = low0;
  let high2 = low0;
  let high3 = low0;
  let high4 = low0;
  for (const end = a + <usize>length * 20; a < end; a += 20, b += 32) {
    const bLow = v128.load(b);
    const bHigh = v128.load(b, 16);
    const a0 = v128.load_splat<f32>(a);
    low0 = multiplyAdd(a0, bLow, low0);
    high0 = multiplyAdd(a0, bHigh, high0);
    const a1 = v128.load_splat<f32>(a, 4);
    low1 = multiplyAdd(a1, bLow, low1);
    high1 = multiplyAdd(a1, bHigh, high1);
    const a2 = v128.load_splat<f32>(a, 8);
    low2 = multiplyAdd(a2, bLow, low2);
    high2 = multiplyAdd(a2, bHigh, high2);
    const a3 = v128.load_splat<f32>(a, 12);
    low3 = multiplyAdd(a3, bLow, low3);
    high3 = multiplyAdd(a3, bHigh, high3);
    const a4 = v128.load_splat<f32>(a, 16);
    low4 = multiplyAdd(a4, bLow, low4);
    high4 = multiplyAdd(a4, bHigh, high4);
  }
  if (columnCount >= 8) {
    storeRow(rows, column, low0, high0, first, bias);
    if (rowCount > 1) storeRow(rows + 4, column, low1, high1, first, bias);
    if (rowCount > 2) storeRow(rows + 8, column, low2, high2, first, bias);
    if (rowCount > 3) storeRow(rows + 12, column, low3, high3, first, bias);
    if (rowCount > 4) storeRow(rows + 16, column, low4, high4, first, bias);
    return;
  }
  v128.store(edge, low0);
  v128.store(edge, high0, 16);
  v128.store(edge, low1, 32);
  v128.store(edge, high1, 48);
  v128.store(edge, low2, 64);
  v128.store(edge, high2, 80);
  v128.store(edge, low3, 96);
  v128.store(edge, high3, 112);
  v128.store(edge, low4, 128);
  v128.store(edge, high4, 144);
  for (let row = 0; row < min(rowCount, 5); row++, rows += 4, edge += 32)
    storePartOfRow(rows, column, edge, columnCount, first, bias);
}

function storeRow(rows: usize, column: usize, low: v128, high: v128, first: bool, bias: usize): void {
  const target = <usize>load<u32>(rows) + column;
  if (!first) {
    low = f32x4.add(v128.load(target), low);
    high = f32x4.add(v128.load(target, 16), high);
  } else if (bias != 0) {
    low = f32x4.add(v128.load(bias), low);
    high = f32x4.add(v128.load(bias, 16), high);
  }
  v128.store(target, low);
  v128.store(target, high, 16);
}

/** The first `count` sums of a row that goes beyond the edge of C. */
export function storePartOfRow(
  rows: usize,
  column: usize,
  sums: usize,
  count: i32,
  first: bool,
  bias: usize,
): void {
  const target = <usize>load<u32>(rows) + column;
  for (let at: usize = 0; at < (<usize>count) << 2; at += 4) {
    let sum = load<f32>(sums + at);
    if (!first) sum += load<f32>(target + at);
    else if (bias != 0) sum += load<f32>(bias + at);
    store<f32>(target + at, sum);
  }
}
