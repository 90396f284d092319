import { callsEach, type KernelCall } from '../threads/Crew';
import { evenRanges } from '../threads/evenRanges';
import type { OwnKernels } from './OwnKernels';

/** Makes calls of what `assembly/` exports, at the same time if it can, and returns when all are done. */
export interface Runner {
  readonly threads: number;
  readonly fused: boolean;
  readonly run: (calls: readonly KernelCall[]) => void;
}

const bytes = Float32Array.BYTES_PER_ELEMENT;

/** Room that a product needs, in floats, for each thread: as `assembly/product.ts` packs. */
export const packedLength = 60 * 256 + 40 + 256 * 512;

/** Rows that are added up before their sums are, as in `assembly/columnSums.ts`. */
const chunk = 128;
export const chunksOf = (rows: number): number => Math.ceil(rows / chunk);

/** With less to do, waking a thread takes longer than what it would do. */
const worthSharing = { multiplications: 500_000, elements: 30_000 };

/** With fewer rows (or columns) in a share, packing all of the other side again takes longer than waiting for the slowest thread. */
const rowsOfShare = 128;

type Range = readonly [from: number, to: number];

/**
 * Shares each call out over threads: rows or columns of a product, chunks of rows of the sums, rows or elements of the rest. What is added up
 * in which order never depends on the shares: the bits are the same for any number of threads.
 */
export function sharedOut({ threads, fused, run }: Runner, enough = worthSharing): OwnKernels {
  const share = (
    kernel: string,
    ranges: readonly Range[],
    args: (range: Range) => readonly number[],
  ): void => {
    run(ranges.map((range) => ({ kernel, args: args(range) })));
  };
  // More than there are threads: whoever is done earlier takes another.
  const shares = threads === 1 ? 1 : threads * callsEach;
  const ranges = (total: number, step: number, elements: number): readonly Range[] =>
    evenRanges(total, elements < enough.elements ? 1 : shares, step);

  const addUp = (rows: number, columns: number, partial: number, sums: number): void => {
    run([{ kernel: 'rowsAdded', args: [chunksOf(rows), columns, partial, sums] }]);
  };

  return {
    threads,
    fused,
    product: (
      m,
      n,
      k,
      ...[aRows, aSegments, aLength, aTransposed, bRows, bSegments, bLength, bTransposed, ...c]
    ) => {
      const [cRows, bias, packed] = c;
      const a = [aRows, aSegments, aLength, Number(aTransposed)];
      const b = [bRows, bSegments, bLength, Number(bTransposed)];
      // Every share packs all of the other side for itself, so the longer one is split.
      const [length, step, byRows] = m >= n ? [m, 5, true] : [n, 8, false];
      const count = Math.max(threads, Math.min(shares, Math.floor(length / rowsOfShare)));
      const ranges = evenRanges(length, m * n * k < enough.multiplications ? 1 : count, step);
      share('product', ranges, ([from, to]) => {
        const part = byRows ? [from, to, 0, n] : [0, m, from, to];
        return [...part, k, ...a, ...b, cRows, bias, packed];
      });
    },
    adamStep: (size, ...rest) => {
      const [places, rates] = [rest.slice(0, 7), rest.slice(7)];
      share('adamStep', ranges(size, 4, size), ([from, to]) => [
        to - from,
        ...places.map((place) => place + from * bytes),
        ...rates,
      ]);
    },
    columnSums: (rows, columns, x, sums, partial) => {
      share('columnSums', ranges(rows, chunk, rows * columns), ([from, to]) => [
        to - from,
        columns,
        x + from * columns * bytes,
        partial + chunksOf(from) * columns * bytes,
      ]);
      addUp(rows, columns, partial, sums);
    },
    squareSums: (rows, columns, x, mean, sums, partial) => {
      share('squareSums', ranges(rows, chunk, rows * columns), ([from, to]) => [
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
      share('gradientSums', ranges(rows, chunk, rows * columns), ([from, to]) => [
        to - from,
        columns,
        ...[x, dy].map((place) => place + from * columns * bytes),
        mean,
        ...[partial, partialOfCentred].map((place) => place + chunksOf(from) * columns * bytes),
      ]);
      addUp(rows, columns, partial, sums);
      addUp(rows, columns, partialOfCentred, centredSums);
    },
    normalise: (rows, columns, x, mean, scale, offset, y) => {
      share('normalise', ranges(rows, 1, rows * columns), ([from, to]) => {
        const at = from * columns * bytes;
        return [to - from, columns, x + at, mean, scale, offset, y + at];
      });
    },
    normaliseGradient: (rows, columns, x, dy, mean, dyMean, scale, slope, dx) => {
      share('normaliseGradient', ranges(rows, 1, rows * columns), ([from, to]) => {
        const at = from * columns * bytes;
        return [to - from, columns, x + at, dy + at, mean, dyMean, scale, slope, dx + at];
      });
    },
  };
}
