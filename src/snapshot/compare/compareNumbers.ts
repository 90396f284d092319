import type { Tolerance } from '../../numeric/Tolerance';
import type { Numbers } from '../Numbers';

const { abs, max } = Math;

/** What has been seen of the differences so far. */
export interface Differences {
  rows: number;
  numbers: number;
  largest: number;
  sum: number;
  used: number;
  /** Where the number stands that used most of its allowance, counted in the output; -1 for none. */
  worstAt: number;
  worstStored: number;
  worstDifference: number;
  atol: number;
  rtol: number;
  variationLargest: number;
  variationRow: number;
}

export function noDifferences(): Differences {
  return {
    rows: 0,
    numbers: 0,
    largest: 0,
    sum: 0,
    used: 0,
    worstAt: -1,
    worstStored: 0,
    worstDifference: 0,
    atol: 0,
    rtol: 0,
    variationLargest: 0,
    variationRow: 0,
  };
}

/** Numbers of one row, stored and predicted. */
export interface RowPair {
  row: number;
  readonly columns: number;
  readonly stored: Numbers;
  storedAt: number;
  readonly predicted: Numbers;
}

/**
 * Adds one row of stored numbers and the same row of predicted ones; tells whether any has moved. Of a hundred million numbers
 * most lie within tolerance, so that is what the loop is made for: no branch, and no look-up of a global, which is slow inside
 * Jest's sandbox. A row that holds NaN, infinities, a number out of tolerance or the worst so far is gone through again.
 */
export function addRow(seen: Differences, tolerance: Tolerance, pair: RowPair): boolean {
  const { atol, rtol } = tolerance;
  const { row, columns, stored, storedAt, predicted } = pair;
  const predictedAt = row * columns;
  let used = 0;
  let sum = 0;
  let largest = 0;
  for (let i = 0; i < columns; i++) {
    const expected = stored[storedAt + i]!;
    const difference = abs(predicted[predictedAt + i]! - expected);
    sum += difference;
    largest = max(largest, difference);
    used = max(used, difference / (atol + rtol * abs(expected)));
  }
  if (sum === 0) return false;
  if (!(sum < Infinity) || !(used <= seen.used) || used > 1) return addRowWithCare(seen, tolerance, pair);
  return total(seen, row, sum, largest);
}

/** Two NaN are the same, and so are two equal infinities; anything else is infinitely far from them. */
function addRowWithCare(seen: Differences, { atol, rtol }: Tolerance, pair: RowPair): boolean {
  const { row, columns, stored, storedAt, predicted } = pair;
  const predictedAt = row * columns;
  let differing = 0;
  let sum = 0;
  let largest = 0;
  for (let i = 0; i < columns; i++) {
    const expected = stored[storedAt + i]!;
    const actual = predicted[predictedAt + i]!;
    if (actual === expected || (actual !== actual && expected !== expected)) continue;
    const difference = actual - expected === actual - expected ? abs(actual - expected) : Infinity;
    const size = abs(expected);
    const scaled = size < Infinity ? rtol * size : 0;
    const allowed = size < Infinity ? atol + scaled : 0;
    if (!(difference <= allowed)) differing++;
    sum += difference;
    largest = max(largest, difference);
    seen.atol = max(seen.atol, difference - scaled);
    if (difference - atol > seen.rtol * size) seen.rtol = (difference - atol) / size;
    const used = allowed === 0 ? Infinity : difference / allowed;
    if (used > seen.used || (used === Infinity && difference > seen.worstDifference))
      moveWorst(seen, used, predictedAt + i, expected, predicted);
  }
  if (differing > 0) seen.rows++;
  seen.numbers += differing;
  return total(seen, row, sum, largest);
}

function moveWorst(seen: Differences, used: number, at: number, expected: number, predicted: Numbers): void {
  const difference = abs(predicted[at]! - expected);
  seen.used = used;
  seen.worstAt = at;
  seen.worstStored = expected;
  seen.worstDifference = Number.isNaN(difference) ? Infinity : difference;
}

function total(seen: Differences, row: number, sum: number, largest: number): boolean {
  seen.sum += sum;
  if (largest > seen.largest) seen.largest = largest;
  if (sum > seen.variationLargest) {
    seen.variationLargest = sum;
    seen.variationRow = row;
  }
  return largest > 0;
}
