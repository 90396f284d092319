import { multiplyAdd } from './multiplyAdd';
import { storePartOfRow } from './tile';

/** Bytes beside a block of A: a tile that does not fit into C (6 x 16), and what sums begin with. */
export const roomAtEdge: usize = (96 + 16) << 2;

/** Writes what a sum begins with that has neither bias nor earlier sums: -0, which changes no number, not even another -0. */
export function startOfSums(edge: usize): void {
  for (let at = edge + (96 << 2); at < edge + roomAtEdge; at += 16) v128.store(at, f32x4.splat(-0.0));
}

/**
 * Six rows by sixteen columns of a product, as `tile` computes five by eight. All that is done to two neighbours (vectors 0 and 1, 2 and 3) is
 * done to both, side by side, up to stores without a condition: V8 then takes registers of 256 bits for them. Of those there are fifteen, for twelve sums, two
 * of B and one of A. Where it does not, these are 24 sums, and too many.
 *
 * @param edge room for a tile that does not fit into C, and after it what `startOfSums` has written
 */
export function wideTile(
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
  let sum00 = f32x4.splat(0);
  let sum01 = f32x4.splat(0);
  let sum02 = f32x4.splat(0);
  let sum03 = f32x4.splat(0);
  let sum10 = f32x4.splat(0);
  let sum11 = f32x4.splat(0);
  let sum12 = f32x4.splat(0);
  let sum13 = f32x4.splat(0);
  let sum20 = f32x4.splat(0);
  let sum21 = f32x4.splat(0);
  let sum22 = f32x4.splat(0);
  let sum23 = f32x4.splat(0);
  let sum30 = f32x4.splat(0);
  let sum31 = f32x4.splat(0);
  let sum32 = f32x4.splat(0);
  let sum33 = f32x4.splat(0);
  let sum40 = f32x4.splat(0);
  let sum41 = f32x4.splat(0);
  let sum42 = f32x4.splat(0);
  let sum43 = f32x4.splat(0);
  let sum50 = f32x4.splat(0);
  let sum51 = f32x4.splat(0);
  let sum52 = f32x4.splat(0);
  let sum53 = f32x4.splat(0);
  for (const end = a + <usize>length * 24; a < end; a += 24, b += 64) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
    const a0 = v128.load_splat<f32>(a);
    sum00 = multiplyAdd(a0, b0, sum00);
    sum01 = multiplyAdd(a0, b1, sum01);
    sum02 = multiplyAdd(a0, b2, sum02);
    sum03 = multiplyAdd(a0, b3, sum03);
    const a1 = v128.load_splat<f32>(a, 4);
    sum10 = multiplyAdd(a1, b0, sum10);
    sum11 = multiplyAdd(a1, b1, sum11);
    sum12 = multiplyAdd(a1, b2, sum12);
    sum13 = multiplyAdd(a1, b3, sum13);
    const a2 = v128.load_splat<f32>(a, 8);
    sum20 = multiplyAdd(a2, b0, sum20);
    sum21 = multiplyAdd(a2, b1, sum21);
    sum22 = multiplyAdd(a2, b2, sum22);
    sum23 = multiplyAdd(a2, b3, sum23);
    const a3 = v128.load_splat<f32>(a, 12);
    sum30 = multiplyAdd(a3, b0, sum30);
    sum31 = multiplyAdd(a3, b1, sum31);
    sum32 = multiplyAdd(a3, b2, sum32);
    sum33 = multiplyAdd(a3, b3, sum33);
    const a4 = v128.load_splat<f32>(a, 16);
    sum40 = multiplyAdd(a4, b0, sum40);
    sum41 = multiplyAdd(a4, b1, sum41);
    sum42 = multiplyAdd(a4, b2, sum42);
    sum43 = multiplyAdd(a4, b3, sum43);
    const a5 = v128.load_splat<f32>(a, 20);
    sum50 = multiplyAdd(a5, b0, sum50);
    sum51 = multiplyAdd(a5, b1, sum51);
    sum52 = multiplyAdd(a5, b2, sum52);
    sum53 = multiplyAdd(a5, b3, sum53);
  }
  const fits = rowCount >= 6 && columnCount >= 16;
  const nothing = edge + (96 << 2);
  // 0 stands for the row of C itself.
  const start: usize = !fits ? nothing : !first ? 0 : bias != 0 ? bias : nothing;
  storeRow(fits ? <usize>load<u32>(rows) + column : edge, start, sum00, sum01, sum02, sum03);
  storeRow(fits ? <usize>load<u32>(rows, 4) + column : edge + 64, start, sum10, sum11, sum12, sum13);
  storeRow(fits ? <usize>load<u32>(rows, 8) + column : edge + 128, start, sum20, sum21, sum22, sum23);
  storeRow(fits ? <usize>load<u32>(rows, 12) + column : edge + 192, start, sum30, sum31, sum32, sum33);
  storeRow(fits ? <usize>load<u32>(rows, 16) + column : edge + 256, start, sum40, sum41, sum42, sum43);
  storeRow(fits ? <usize>load<u32>(rows, 20) + column : edge + 320, start, sum50, sum51, sum52, sum53);
  if (fits) return;
  for (let row = 0; row < min(rowCount, 6); row++, rows += 4, edge += 64)
    storePartOfRow(rows, column, edge, min(columnCount, 16), first, bias);
}

function storeRow(target: usize, start: usize, sum0: v128, sum1: v128, sum2: v128, sum3: v128): void {
  const from = start != 0 ? start : target;
  const start0 = v128.load(from);
  const start1 = v128.load(from, 16);
  const start2 = v128.load(from, 32);
  const start3 = v128.load(from, 48);
  const all0 = f32x4.add(start0, sum0);
  const all1 = f32x4.add(start1, sum1);
  const all2 = f32x4.add(start2, sum2);
  const all3 = f32x4.add(start3, sum3);
  v128.store(target, all0);
  v128.store(target, all1, 16);
  v128.store(target, all2, 32);
  v128.store(target, all3, 48);
}
