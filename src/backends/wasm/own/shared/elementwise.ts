import type { OwnKernels } from '../OwnKernels';
import { bytes, type Shares } from './Shares';

type Elementwise = 'adamStep' | 'clear' | 'gatedGradient' | 'normalise' | 'normaliseGradient' | 'padImages';

/** By rows, or by any four elements that are computed together. */
export function sharedElementwise(shares: Shares): Pick<OwnKernels, Elementwise> {
  return {
    adamStep: (size, ...rest) => {
      const [places, rates] = [rest.slice(0, 7), rest.slice(7)];
      shares.run('adamStep', shares.ofElements(size, 4, size), ([from, to]) => [
        to - from,
        ...places.map((place) => place + from * bytes),
        ...rates,
      ]);
    },
    clear: (size, at) => {
      shares.run('clear', shares.ofElements(size, 1, size), ([from, to]) => [to - from, at + from * bytes]);
    },
    padImages: ({ batch, channels, size, targetSize, first }, source, target) => {
      const lines = batch * targetSize[0] * targetSize[1];
      const ranges = shares.ofElements(lines, 1, lines * targetSize[2] * channels);
      shares.run('padImages', ranges, (range) => [
        ...[...range, channels, ...size, ...targetSize, ...first],
        ...[source, target],
      ]);
    },
    gatedGradient: (size, x, dy, dx, ...gate) => {
      shares.run('gatedGradient', shares.ofElements(size, 4, size), ([from, to]) => [
        to - from,
        ...[x, dy, dx].map((place) => place + from * bytes),
        ...gate,
      ]);
    },
    normalise: (rows, columns, x, mean, scale, offset, y) => {
      shares.run('normalise', shares.ofElements(rows, 1, rows * columns), ([from, to]) => {
        const at = from * columns * bytes;
        return [to - from, columns, x + at, mean, scale, offset, y + at];
      });
    },
    normaliseGradient: (rows, columns, x, dy, mean, dyMean, scale, slope, dx) => {
      shares.run('normaliseGradient', shares.ofElements(rows, 1, rows * columns), ([from, to]) => {
        const at = from * columns * bytes;
        return [to - from, columns, x + at, dy + at, mean, dyMean, scale, slope, dx + at];
      });
    },
  };
}
