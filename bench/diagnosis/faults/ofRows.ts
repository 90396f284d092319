import * as tf from '@tensorflow/tfjs';
import { atPlaces, permuted, prepared, takesNumbers, withInputs, withTargets } from './rows';
import type { Faults } from './Fault';

/** Rows that are judged are not as those of the fit. */
export const ofRows: Faults = {
  'preparation-mismatch': {
    causes: ['preparation-mismatch'],
    fits: takesNumbers,
    judged: (rows, seed) => withInputs(rows, prepared(rows.xs, seed)),
  },
  'padding-dependent': {
    causes: ['padding-dependent'],
    fits: (architecture) => !takesNumbers(architecture),
    judged: (rows) => {
      const words = rows.xs.arraySync() as number[][];
      const front = words.map((row) => [
        ...row.filter((word) => word === 0),
        ...row.filter((word) => word !== 0),
      ]);
      return withInputs(rows, tf.tensor2d(front));
    },
  },
  'rows-misaligned': {
    causes: ['rows-misaligned'],
    judged: (rows, seed) =>
      withTargets(
        rows,
        seed % 2 === 0
          ? atPlaces(rows.ys, (row, count) => (row + count - seed) % count)
          : atPlaces(rows.ys, (row, count) => count - 1 - row),
      ),
  },
  'classes-permuted': { causes: ['classes-permuted'], judged: permuted },
};
