import type { OwnKernels } from '../OwnKernels';
import type { Range, Shares } from './Shares';

/** Room that a product needs, in floats, for each thread: as `assembly/product.ts` packs. */
export const packedLength = 60 * 256 + 112 + 256 * 512;

/** Two kernels for the same, to the bit, and the tiles that they compute. */
const narrow = { kernel: 'product', tileRows: 5, tileColumns: 8 } as const;
const wide = { kernel: 'wideProduct', tileRows: 6, tileColumns: 16 } as const;

/** With fewer rows (or columns) in a share, packing all of the other side again takes longer than waiting for the slowest thread. */
const rowsOfShare = 128;

/** By rows or by columns. */
export function sharedProduct(shares: Shares): Pick<OwnKernels, 'product' | 'startProduct'> {
  return {
    product: (...args) => {
      shares.run(...calls(shares, args));
    },
    startProduct: (...args) => shares.start(...calls(shares, args)),
  };
}

function calls(
  shares: Shares,
  [m, n, k, ...rest]: Parameters<OwnKernels['product']>,
): Parameters<Shares['run']> {
  const [aRows, aSegments, aLength, aTransposed, bRows, bSegments, bLength, bTransposed, ...c] = rest;
  const a = [aRows, aSegments, aLength, Number(aTransposed)];
  const b = [bRows, bSegments, bLength, Number(bTransposed)];
  const { threads } = shares.runner;
  // Every share packs all of the other side for itself, so the longer one is split.
  const { kernel, tileRows, tileColumns } = shares.isWide(m * n * k) ? wide : narrow;
  const [length, step, byRows] = m >= n ? [m, tileRows, true] : [n, tileColumns, false];
  const most = Math.min(shares.most, Math.floor(length / rowsOfShare));
  // As many for each thread: a last one on its own would have the others wait.
  const even = Math.max(threads, most - (most % threads));
  const ranges = shares.ofProduct(length, step, m * n * k, even);
  const args = ([from, to]: Range): readonly number[] => {
    const part = byRows ? [from, to, 0, n] : [0, m, from, to];
    return [...part, k, ...a, ...b, ...c];
  };
  return [kernel, ranges, args];
}
