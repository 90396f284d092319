import type { OwnKernels } from '../OwnKernels';
import { bytes, type Range, type Shares } from './Shares';

type CrossEntropy = 'crossEntropy' | 'crossEntropyGradient' | 'softmaxGradient';

/** By rows. */
export function sharedCrossEntropy(shares: Shares): Pick<OwnKernels, CrossEntropy> {
  const byRows = (
    kernel: CrossEntropy,
    [rows, classes]: readonly [number, number],
    /** Numbers that a row has there, and where. */
    places: readonly (readonly [width: number, at: number])[],
    numbers: readonly number[] = [],
  ): void => {
    shares.run(kernel, shares.ofElements(rows, 1, rows * classes), ([from, to]: Range) => [
      ...[to - from, classes],
      ...places.map(([width, at]) => at + from * width * bytes),
      ...numbers,
    ]);
  };
  return {
    crossEntropy: (rows, classes, targets, outputs, losses, ...bounds) => {
      const places = [
        [classes, targets],
        [classes, outputs],
        [1, losses],
      ] as const;
      byRows('crossEntropy', [rows, classes], places, bounds);
    },
    crossEntropyGradient: (rows, classes, targets, outputs, dy, dx, ...bounds) => {
      const places = [
        [classes, targets],
        [classes, outputs],
        [1, dy],
        [classes, dx],
      ] as const;
      byRows('crossEntropyGradient', [rows, classes], places, bounds);
    },
    softmaxGradient: (rows, classes, ...places) => {
      byRows(
        'softmaxGradient',
        [rows, classes],
        places.map((at) => [classes, at] as const),
      );
    },
  };
}
