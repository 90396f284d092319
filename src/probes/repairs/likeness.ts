import { chanceBound } from '../../numeric/chanceBound';
import type { Table } from '../metrics/Table';
import { agreementByChance, classesOf, decisionsOf } from './classesOf';

export interface Likeness {
  /** Of targets that stand at these places; higher is better. */
  readonly score: (places: Int32Array) => number;
  /** A bound for the probability that one of so many guesses has such a score by chance. */
  readonly chance: (score: number, logGuesses: number) => number;
}

/** How much predictions have to do with targets; undefined where nobody can tell. */
export function likenessOf(targets: Table, predictions: Table): Likeness | undefined {
  const own = classesOf(targets, Math.max(2, predictions.columns));
  const decided = decisionsOf(predictions);
  return own !== undefined && decided !== undefined
    ? agreement(own, decided)
    : correlation(targets, predictions);
}

function agreement(own: Int32Array, decided: Int32Array): Likeness {
  const byChance = agreementByChance(own, decided);
  return {
    score: (places) => {
      let right = 0;
      for (let row = 0; row < places.length; row++) if (own[places[row]!] === decided[row]) right += 1;
      return right;
    },
    chance: (right, logGuesses) => chanceBound(right, own.length, byChance, logGuesses),
  };
}

/** Of the first column, for targets that are no classes; `(1 - r^2)^((n - 2) / 2)` bounds the tail of r for rows without relation. */
function correlation(targets: Table, predictions: Table): Likeness | undefined {
  if (targets.positions !== 1 || predictions.positions !== 1) return undefined;
  const [a, b] = [standardised(targets), standardised(predictions)];
  if (a === undefined || b === undefined) return undefined;
  return {
    score: (places) => {
      let sum = 0;
      for (let row = 0; row < places.length; row++) sum += a[places[row]!]! * b[row]!;
      return sum / places.length;
    },
    chance: (r, logGuesses) =>
      Math.min(1, Math.exp(logGuesses + ((a.length - 2) / 2) * Math.log(Math.max(1e-300, 1 - r * r)))),
  };
}

function standardised({ rows, columns, values }: Table): Float64Array | undefined {
  const first = Float64Array.from({ length: rows }, (_, row) => values[row * columns]!);
  const mean = first.reduce((sum, value) => sum + value, 0) / rows;
  const deviation = Math.sqrt(first.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows);
  return deviation > 0 ? first.map((value) => (value - mean) / deviation) : undefined;
}

/** Every target beside its own row. */
export const inPlace = (rows: number): Int32Array => Int32Array.from({ length: rows }, (_, row) => row);
