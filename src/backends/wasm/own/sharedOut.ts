import type { KernelCall } from '../threads/Crew';
import { evenRanges } from '../threads/evenRanges';
import type { OwnKernels } from './OwnKernels';

/** Makes calls of what `assembly/` exports, at the same time if it can, and returns when all are done. */
export interface Runner {
  readonly threads: number;
  readonly run: (calls: readonly KernelCall[]) => void;
}

const bytes = Float32Array.BYTES_PER_ELEMENT;

// As `assembly/product.ts` blocks them: in floats, for one thread.
const packedA = 60 * 256 + 40;
const packedB = 256 * 512;
export const packedLength = packedA + packedB;

/** With less to do, waking a thread takes longer than what it would do. */
const worthSharing = { multiplications: 500_000, elements: 30_000 };

type Range = readonly [from: number, to: number];

/**
 * Shares each call out over threads: rows or columns of a product, columns of sums, rows or elements of the rest. No sum is ever split, and
 * no four numbers that are computed together: the bits are the same for any number of threads.
 */
export function sharedOut({ threads, run }: Runner, enough = worthSharing): OwnKernels {
  const share = (
    kernel: string,
    ranges: readonly Range[],
    args: (range: Range, index: number) => readonly number[],
  ): void => {
    run(ranges.map((range, index) => ({ kernel, args: args(range, index) })));
  };
  const ranges = (total: number, step: number, elements: number): readonly Range[] =>
    evenRanges(total, elements < enough.elements ? 1 : threads, step);

  return {
    threads,
    product: (
      m,
      n,
      k,
      ...[aRows, aSegments, aLength, aTransposed, bRows, bSegments, bLength, bTransposed, ...c]
    ) => {
      const [cRows, bias, packed] = c;
      const count = m * n * k < enough.multiplications ? 1 : threads;
      const a = [aRows, aSegments, aLength, Number(aTransposed)];
      const b = [bRows, bSegments, bLength, Number(bTransposed)];
      // Every thread packs all of the other side for itself, so the longer one is split.
      const byRows = m >= n;
      share('product', byRows ? evenRanges(m, count, 5) : evenRanges(n, count, 8), ([from, to], index) => {
        const own = packed + index * packedLength * bytes;
        const part = byRows ? [from, to, 0, n] : [0, m, from, to];
        return [...part, k, ...a, ...b, cRows, bias, own, own + packedA * bytes];
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
    columnSums: (rows, columns, ...places) => {
      share('columnSums', ranges(columns, 4, rows * columns), ([from, to]) => [
        rows,
        to - from,
        columns * bytes,
        ...places.map((place) => place + from * bytes),
      ]);
    },
    squareSums: (rows, columns, ...places) => {
      share('squareSums', ranges(columns, 4, rows * columns), ([from, to]) => [
        rows,
        to - from,
        columns * bytes,
        ...places.map((place) => place + from * bytes),
      ]);
    },
    gradientSums: (rows, columns, x, dy, mean, sums, centred, partial) => {
      share('gradientSums', ranges(columns, 4, rows * columns), ([from, to]) => [
        rows,
        to - from,
        columns * bytes,
        ...[x, dy, mean, sums, centred].map((place) => place + from * bytes),
        // Room for two sums of each column.
        partial + 2 * from * bytes,
      ]);
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
