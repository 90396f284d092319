import { readFileSync } from 'node:fs';
import path from 'node:path';
import { permutation } from '../../../src/numeric/permutation';
import { peers } from '../../steps/engines';
import type { Drawn } from './Drawn';

export const tablesFolder = path.join(peers, 'data/scikit-learn-tables');

/** A table of scikit-learn's: measures of the rows and last their class, each column standardised. At most `rows` of them are drawn. */
export function table(file: string, random: () => number, rows: number): Drawn {
  const numbers = linesOf(readFileSync(path.join(tablesFolder, file), 'utf8')).slice(1);
  const columns = numbers[0]!.slice(0, -1).map((_, at) => standardised(numbers.map((row) => row[at]!)));
  const drawn = [...permutation(numbers.length, random)].slice(0, rows);
  return {
    values: drawn.map((row) => columns.map((column) => column[row]!)),
    classOf: drawn.map((row) => numbers[row]!.at(-1)!),
  };
}

function standardised(column: readonly number[]): readonly number[] {
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
  const deviation = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length);
  return column.map((value) => (value - mean) / deviation);
}

/** Numbers between commas. */
export const linesOf = (text: string): readonly (readonly number[])[] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split(',').map(Number));
