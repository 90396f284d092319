import type { OwnKernels } from '../OwnKernels';
import { bytes, type Shares } from './Shares';

type Elementwise =
  | 'adamStep'
  | 'clear'
  | 'gatedGradient'
  | 'gradientStep'
  | 'momentumStep'
  | 'normalise'
  | 'normaliseGradient'
  | 'padImages'
  | 'rmsPropStep';

/** By rows, or by any four elements that are computed together. */
export function sharedElementwise(shares: Shares): Pick<OwnKernels, Elementwise> {
  const stepOf = (
    kernel: Elementwise,
    size: number,
    places: readonly (number | boolean)[],
    numbers: readonly (number | boolean)[],
  ): void => {
    shares.run(kernel, shares.ofElements(size, 4, size), ([from, to]) => [
      to - from,
      ...places.map((place) => Number(place) + from * bytes),
      ...numbers.map(Number),
    ]);
  };
  return {
    adamStep: (size, ...rest) => stepOf('adamStep', size, rest.slice(0, 7), rest.slice(7)),
    gradientStep: (size, ...rest) => stepOf('gradientStep', size, rest.slice(0, 3), rest.slice(3)),
    momentumStep: (size, ...rest) => stepOf('momentumStep', size, rest.slice(0, 5), rest.slice(5)),
    rmsPropStep: (size, ...rest) => stepOf('rmsPropStep', size, rest.slice(0, 9), rest.slice(9)),
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
    gatedGradient: (size, ...rest) => stepOf('gatedGradient', size, rest.slice(0, 3), rest.slice(3)),
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
