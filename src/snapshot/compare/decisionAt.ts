import type { Decision } from '../Decision';
import type { Numbers } from '../Numbers';

/** Which of `width` numbers is the largest; the first of equals. */
export function argmaxAt(values: Numbers, start: number, width: number): number {
  let choice = 0;
  let largest = values[start]!;
  for (let i = 1; i < width; i++) {
    const value = values[start + i]!;
    if (value > largest) {
      largest = value;
      choice = i;
    }
  }
  return choice;
}

/** 1 above 0.5, else 0. */
export function thresholdAt(values: Numbers, start: number): number {
  return values[start]! > 0.5 ? 1 : 0;
}

/** How far a decision is from another one: to the second largest number (0 where there is none), or to the threshold. */
export function marginAt(values: Numbers, start: number, width: number, decision: Decision): number {
  if (decision === 'threshold') return Math.abs(values[start]! - 0.5);
  let largest = -Infinity;
  let second = -Infinity;
  for (let i = start; i < start + width; i++) {
    const value = values[i]!;
    if (value > largest) {
      second = largest;
      largest = value;
    } else if (value > second) second = value;
  }
  return width < 2 ? 0 : largest - second;
}

/** Numbers that one decision of this kind takes. */
export function widthOf(decision: Decision, lastAxis: number): number {
  return decision === 'argmax' ? lastAxis : 1;
}
