import type { OwnKernels } from '../OwnKernels';
import { bytes, type Shares } from './Shares';

/** Rows that are added up before their sums are, as in `assembly/columnSums.ts`. */
const chunk = 128;
export const chunksOf = (rows: number): number => Math.ceil(rows / chunk);

/** By chunks of rows; their sums are added up by the one who asks. */
export function sharedSums(shares: Shares): Pick<OwnKernels, 'columnSums' | 'squareSums' | 'gradientSums'> {
  const addUp = (rows: number, columns: number, partial: number, sums: number): void => {
    shares.run('rowsAdded', [[0, 1]], () => [chunksOf(rows), columns, partial, sums]);
  };
  return {
    columnSums: (rows, columns, x, sums, partial) => {
      shares.run('columnSums', shares.ofElements(rows, chunk, rows * columns), ([from, to]) => [
        to - from,
        columns,
        x + from * columns * bytes,
        partial + chunksOf(from) * columns * bytes,
      ]);
      addUp(rows, columns, partial, sums);
    },
    squareSums: (rows, columns, x, mean, sums, partial) => {
      shares.run('squareSums', shares.ofElements(rows, chunk, rows * columns), ([from, to]) => [
        to - from,
        columns,
        x + from * columns * bytes,
        mean,
        partial + chunksOf(from) * columns * bytes,
      ]);
      addUp(rows, columns, partial, sums);
    },
    gradientSums: (rows, columns, x, dy, mean, sums, centredSums, partial) => {
      const partialOfCentred = partial + chunksOf(rows) * columns * bytes;
      shares.run('gradientSums', shares.ofElements(rows, chunk, rows * columns), ([from, to]) => [
        to - from,
        columns,
        ...[x, dy].map((place) => place + from * columns * bytes),
        mean,
        ...[partial, partialOfCentred].map((place) => place + chunksOf(from) * columns * bytes),
      ]);
      addUp(rows, columns, partial, sums);
      addUp(rows, columns, partialOfCentred, centredSums);
    },
  };
}
