import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Drawn } from './Drawn';
import { linesOf, tablesFolder } from './tables';

export const opticalDigitsFile = path.join(tablesFolder, 'digits.csv.gz');

const kinds = [0, 1, 2, 3];

/** Handwritten digits 0 to 3 in scikit-learn, by other hands than MNIST's: 8 x 8, numbers from 0 to 1. */
export function opticalDigits(random: () => number, rows: number): Drawn {
  const numbers = linesOf(gunzipSync(readFileSync(opticalDigitsFile)).toString());
  const ofKind = kinds.map((kind) => numbers.filter((row) => row.at(-1) === kind));
  const classOf = Array.from({ length: rows }, (_, row) => row % kinds.length);
  const values = classOf.map((kind) => {
    const row = ofKind[kind]![Math.floor(random() * ofKind[kind]!.length)]!;
    return row.slice(0, -1).map((value) => value / 16);
  });
  return { values, classOf };
}
