import { permutation } from '../../src/numeric/permutation';
import { seededRandom } from '../../src/numeric/seededRandom';
import { architectures } from './architectures';
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

export const seeds = 10;

/** Every case there is, in an order that is drawn once: any beginning of it is a sample. */
export function cases(): readonly Case[] {
  const all = Object.entries(architectures).flatMap(([architecture, { data }]) =>
    data.flatMap((set) =>
      Array.from({ length: seeds }, (_, i) => i + 1).flatMap((seed) => [
        ...Object.keys(faults).map((name): Case => ({ kind: 'fault', name, architecture, data: set, seed })),
        ...Object.keys(healthy).map((name): Case => ({
          kind: 'healthy',
          name,
          architecture,
          data: set,
          seed,
        })),
      ]),
    ),
  );
  const possible = all.filter(({ kind, name, architecture }) => {
    const fits = (kind === 'fault' ? faults[name] : healthy[name])!.fits;
    return fits === undefined || fits(architecture);
  });
  return [...permutation(possible.length, seededRandom(1))].map((at) => possible[at]!);
}
