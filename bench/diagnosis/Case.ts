import { permutation } from '../../src/numeric/permutation';
import { seededRandom } from '../../src/numeric/seededRandom';
import { architectures, isHeldOut } from './architectures';
import { first } from './architectures/first';
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

/** 1 to 20 have been looked at, on what is for calibration now; of those only a few are run, and any by their id. */
function seedsOf(architecture: string): readonly number[] {
  if (isHeldOut(architecture)) return [21, 22, 23, 24, 25, 26, 27, 28, 29, 30];
  return architecture in first ? [1] : [];
}

/** Whether it is diagnosed with the recording of its fit, or with what fit printed. */
export const isRecorded = ({ name, seed }: Case): boolean =>
  faults[name]?.onlyRecorded === true || seed % 2 === 0;

/** The case of an id: of any seed, those too that are not in the bench. */
export function caseOf(id: string): Case {
  const [kind, name = '', architecture = '', data = '', seed = ''] = id.split('/');
  const known =
    (kind === 'fault' || kind === 'healthy') &&
    name in (kind === 'fault' ? faults : healthy) &&
    architectures[architecture]?.data.includes(data) === true &&
    /^s[1-9]\d*$/.test(seed);
  if (!known) throw new Error(`There is no case ${id}, e.g. ${idOf(cases()[0]!)}`);
  return { kind, name, architecture, data, seed: Number(seed.slice(1)) };
}

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
