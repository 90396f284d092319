import type { Decision } from '../Decision';
import type { Numbers } from '../Numbers';

/** A decision taken from `width` numbers, and how clear it was. */
export interface Decided {
  readonly choice: number;
  readonly margin: number;
}

/** The largest number, the first of equals. The margin is the distance to the second largest; 0 for a single one. */
export function argmaxAt(values: Numbers, start: number, width: number): Decided {
  let choice = 0;
  let largest = -Infinity;
  let second = -Infinity;
  for (let i = 0; i < width; i++) {
    const value = values[start + i]!;
    if (value > largest) {
      second = largest;
      largest = value;
      choice = i;
    } else if (value > second) second = value;
  }
  return { choice, margin: width < 2 ? 0 : largest - second };
}

/** Above 0.5 or not. */
export function thresholdAt(values: Numbers, start: number): Decided {
  const value = values[start]!;
  return { choice: value > 0.5 ? 1 : 0, margin: Math.abs(value - 0.5) };
}

/** Numbers that one decision of this kind takes. */
export function widthOf(decision: Decision, lastAxis: number): number {
  return decision === 'argmax' ? lastAxis : 1;
}
