import type { OwnKernels } from '../OwnKernels';
import type { Shares } from './Shares';

/** Room that a product needs, in floats, for each thread: as `assembly/product.ts` packs. */
export const packedLength = 60 * 256 + 40 + 256 * 512;

/** With fewer rows (or columns) in a share, packing all of the other side again takes longer than waiting for the slowest thread. */
const rowsOfShare = 128;

/** By rows or by columns. */
export function sharedProduct(shares: Shares): Pick<OwnKernels, 'product'> {
  const { threads } = shares.runner;
  return {
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
      const most = Math.max(threads, Math.min(shares.most, Math.floor(length / rowsOfShare)));
      shares.run('product', shares.ofProduct(length, step, m * n * k, most), ([from, to]) => {
        const part = byRows ? [from, to, 0, n] : [0, m, from, to];
        return [...part, k, ...a, ...b, cRows, bias, packed];
      });
    },
  };
}
