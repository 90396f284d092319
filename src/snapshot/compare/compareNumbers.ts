import type { Tolerance } from '../../numeric/Tolerance';
import type { Numbers } from '../Numbers';

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
  variationSum: number;
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
    variationSum: 0,
    variationLargest: 0,
    variationRow: 0,
  };
}

/**
 * Adds one row of stored numbers and the same row of predicted ones; tells whether any number moved. Equal numbers cost one
 * comparison: of a hundred million, most are. No global is looked up in the loop: inside Jest's sandbox that is slow.
 * Two NaN are the same, NaN and a number are infinitely far apart.
 */
export function addRow(
  seen: Differences,
  { atol, rtol }: Tolerance,
  row: number,
  columns: number,
  stored: Numbers,
  storedAt: number,
  predicted: Numbers,
): boolean {
  const predictedAt = row * columns;
  let differing = 0;
  let variation = 0;
  let moved = false;
  for (let i = 0; i < columns; i++) {
    const expected = stored[storedAt + i]!;
    const actual = predicted[predictedAt + i]!;
    if (actual === expected || (actual !== actual && expected !== expected)) continue;
    moved = true;
    let difference = actual - expected;
    if (difference !== difference) difference = Infinity;
    else if (difference < 0) difference = -difference;
    // `+ 0` makes 0 of -0.
    const size = expected < 0 ? -expected : expected + 0;
    const scaled = size < Infinity ? rtol * size : 0;
    const allowed = size < Infinity ? atol + scaled : 0;
    if (!(difference <= allowed)) differing++;
    seen.sum += difference;
    variation += difference;
    if (difference > seen.largest) seen.largest = difference;
    if (difference - scaled > seen.atol) seen.atol = difference - scaled;
    if (difference - atol > seen.rtol * size) seen.rtol = (difference - atol) / size;
    const used = allowed === 0 ? Infinity : difference / allowed;
    if (used > seen.used || (used === Infinity && difference > seen.worstDifference)) {
      seen.used = used;
      seen.worstAt = predictedAt + i;
      seen.worstStored = expected;
      seen.worstDifference = difference;
    }
  }
  if (differing > 0) {
    seen.rows++;
    seen.numbers += differing;
  }
  seen.variationSum += variation;
  if (variation > seen.variationLargest) {
    seen.variationLargest = variation;
    seen.variationRow = row;
  }
  return moved;
}
