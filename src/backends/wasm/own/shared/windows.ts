import { outputRows, type PatchGeometry } from '../../PatchGeometry';
import type { OwnKernels } from '../OwnKernels';
import { bytes, type Range, type Shares } from './Shares';

type OverWindows =
  'depthwise' | 'depthwiseInputGradient' | 'depthwiseFilterGradient' | 'maxPoolGradient' | 'avgPoolGradient';

/** Rows of output pixels whose products are added up before their sums are: about 128 pixels. */
const rowsOfSum = ({ output }: PatchGeometry): number => Math.max(1, Math.floor(128 / output[2]));

/** So many sums, each as large as the filter, have to find room. */
export const filterSums = (geometry: PatchGeometry): number =>
  Math.ceil(outputRows(geometry) / rowsOfSum(geometry));

const taps = ({ kernel }: PatchGeometry): number => kernel[0] * kernel[1] * kernel[2];

const multiplications = (geometry: PatchGeometry, multiplier: number): number =>
  outputRows(geometry) * geometry.output[2] * geometry.channels * multiplier * taps(geometry);

/** By rows of pixels, of the output or (its gradient) of the input; pooling by images, since windows overlap. */
export function sharedWindows(shares: Shares): Pick<OwnKernels, OverWindows> {
  const images = (geometry: PatchGeometry): readonly Range[] =>
    shares.ofWindows(geometry.batch, 1, multiplications(geometry, 1));
  return {
    depthwise: ({ geometry, windows, lists }, multiplier, x, filter, y) => {
      const rows = shares.ofWindows(outputRows(geometry), 1, multiplications(geometry, multiplier));
      shares.run('depthwise', rows, (range) => [windows, multiplier, ...range, x, filter, y, lists]);
    },
    depthwiseInputGradient: ({ geometry, windows, lists }, multiplier, dy, filter, dx) => {
      const inputRows = geometry.batch * geometry.input[0] * geometry.input[1];
      const rows = shares.ofWindows(inputRows, 1, multiplications(geometry, multiplier));
      shares.run('depthwiseInputGradient', rows, (range) => [
        ...[windows, multiplier, ...range],
        ...[dy, filter, dx, lists],
      ]);
    },
    depthwiseFilterGradient: ({ geometry, windows, lists }, multiplier, x, dy, dFilter, partial) => {
      const size = taps(geometry) * geometry.channels * multiplier;
      const step = rowsOfSum(geometry);
      const rows = shares.ofWindows(outputRows(geometry), step, multiplications(geometry, multiplier));
      shares.run('depthwiseFilterGradient', rows, ([from, to]) => [
        ...[windows, multiplier, from, to, step],
        ...[x, dy, partial + (from / step) * size * bytes, lists],
      ]);
      shares.run('rowsAdded', [[0, 1]], () => [filterSums(geometry), size, partial, dFilter]);
    },
    maxPoolGradient: ({ geometry, windows, lists }, x, dy, dx) => {
      shares.run('maxPoolGradient', images(geometry), (range) => [windows, ...range, x, dy, dx, lists]);
    },
    avgPoolGradient: ({ geometry, windows, lists }, dy, dx) => {
      shares.run('avgPoolGradient', images(geometry), (range) => [windows, ...range, dy, dx, lists]);
    },
  };
}
