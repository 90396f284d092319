import { seededRandom } from '../../src/numeric/seededRandom';
import { architectures } from './architectures';

/** One training of the matrix: a cell of the grid and a seed, from which everything else is drawn. */
export interface Configuration {
  readonly architecture: string;
  readonly updates: number;
  readonly momentum: number;
  readonly batchSize: number;
  readonly lastBatch: 'full' | 'one-row';
  readonly seed: number;
}

export interface Grid {
  readonly updates: readonly number[];
  readonly momentum: readonly number[];
  readonly batchSize: readonly number[];
  readonly lastBatch: readonly Configuration['lastBatch'][];
}

/** The grid of issue 4. */
export const grid: Grid & { readonly architecture: readonly string[] } = {
  architecture: Object.keys(architectures),
  updates: [5, 20, 50, 100, 200, 459, 1000],
  momentum: [0.6, 0.9, 0.99, 0.999],
  batchSize: [2, 4, 8, 32],
  lastBatch: ['full', 'one-row'],
};

export function idOf(c: Configuration): string {
  return `${c.architecture}/u${c.updates}/m${c.momentum}/b${c.batchSize}/${c.lastBatch}/s${c.seed}`;
}

export function configurationOf(id: string): Configuration {
  const parts = /^([\w-]+)\/u(\d+)\/m([\d.]+)\/b(\d+)\/(full|one-row)\/s(\d+)$/.exec(id);
  const architecture = parts?.[1] ?? '';
  if (parts === null || architectures[architecture] === undefined)
    throw new TypeError(`"${id}" is no id of the matrix; one is dense/u200/m0.99/b8/one-row/s1`);
  const [updates, momentum, batchSize, seed] = [parts[2], parts[3], parts[4], parts[6]].map(Number);
  return {
    architecture,
    updates: updates!,
    momentum: momentum!,
    batchSize: batchSize!,
    lastBatch: parts[5] as Configuration['lastBatch'],
    seed: seed!,
  };
}

/** What the grid leaves open, drawn from the whole id: neighbours in the grid are no copies of each other. */
export interface Draw {
  readonly learningRate: number;
  /** Where the inputs are centred, and how far they spread around it. */
  readonly centre: number;
  readonly spread: number;
  /** Noise on the pattern of a class, in units of the pattern: 0.3 is easy, 1.5 leaves rows that cannot be told. */
  readonly noise: number;
}

export function drawnFor(configuration: Configuration): Draw {
  const random = seededRandom(hash(idOf(configuration)));
  const oneOf = (values: readonly number[]): number => values[Math.floor(random() * values.length)]!;
  return {
    learningRate: oneOf([0.002, 0.005, 0.01, 0.03]),
    centre: oneOf([0, 0, 1, 6, 50]),
    spread: oneOf([0.1, 1, 1, 3]),
    noise: oneOf([0.3, 0.8, 1.5]),
  };
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ character.codePointAt(0)!, 0x01000193) >>> 0;
  return value;
}
