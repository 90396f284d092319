import { permutation } from '../../src/numeric/permutation';
import { seededRandom } from '../../src/numeric/seededRandom';
import { architectures, isHeldOut } from './architectures';
import { isInstalled } from './dataSets';
import { faults } from './faults';
import { healthy } from './healthy';

/** One training with one fault, or without. */
export interface Case {
  readonly kind: 'fault' | 'healthy';
  readonly name: string;
  readonly architecture: string;
  readonly data: string;
  readonly seed: number;
}

export const idOf = ({ kind, name, architecture, data, seed }: Case): string =>
  [kind, name, architecture, data, `s${seed}`].join('/');

/** Those of the first version were 1 to 10, on what is for calibration now. */
const seedsOf = (architecture: string): readonly number[] =>
  isHeldOut(architecture) ? [11, 12, 13, 14, 15, 16, 17, 18, 19, 20] : [1, 2, 3];

/** Every case there is, in an order that is drawn once: any beginning of it is a sample. Data that are not installed are left out. */
export function cases(): readonly Case[] {
  const all = Object.entries(architectures).flatMap(([architecture, { data }]) =>
    data.filter(isInstalled).flatMap((set) =>
      seedsOf(architecture).flatMap((seed) => {
        const one = { architecture, data: set, seed };
        return [
          ...Object.keys(faults).map((name): Case => ({ kind: 'fault', name, ...one })),
          ...Object.keys(healthy).map((name): Case => ({ kind: 'healthy', name, ...one })),
        ];
      }),
    ),
  );
  const possible = all.filter(({ kind, name, architecture, data }) => {
    const fits = (kind === 'fault' ? faults[name] : healthy[name])!.fits;
    return fits === undefined || fits(architecture, data);
  });
  return [...permutation(possible.length, seededRandom(1))].map((at) => possible[at]!);
}
