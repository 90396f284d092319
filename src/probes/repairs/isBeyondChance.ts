import type { Table } from '../metrics/Table';
import { inPlace, likenessOf } from './likeness';
import { significance } from './permutedClasses';

/** Whether predictions have so much to do with the targets, at some output, that none of so many guesses would give it by chance. */
export function isBeyondChance(
  targets: readonly Table[],
  predictions: readonly Table[],
  guesses: number,
): boolean {
  return targets.some((table, i) => {
    const likeness = likenessOf(table, predictions[i]!);
    const score = likeness?.score(inPlace(table.rows));
    return score !== undefined && likeness!.chance(score, Math.log(guesses)) <= significance;
  });
}
